/** Layouts of earlier runs: working one out takes a hundred times as long as reading it. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Layout } from "./shape.js";

/** By a hash of their shape. */
type Layouts = Readonly<Record<string, Layout>>;

/** Opens those of a folder. A file that is not there, or damaged, counts as none. */
export async function openLayouts(folder: string): Promise<LayoutStore> {
  const text = await readFile(fileIn(folder), "utf8").catch(() => "{}");
  try {
    return new LayoutStore(folder, new Map(Object.entries(JSON.parse(text) as Layouts)));
  } catch {
    return new LayoutStore(folder, new Map());
  }
}

/** What one run has of the runs before, and leaves to those after: the layouts that it used. */
export class LayoutStore {
  readonly #folder: string;
  readonly #earlier: ReadonlyMap<string, Layout>;
  readonly #used = new Map<string, Layout>();

  constructor(folder: string, earlier: ReadonlyMap<string, Layout>) {
    this.#folder = folder;
    this.#earlier = earlier;
  }

  find(shape: string): Layout | undefined {
    return this.#earlier.get(keyOf(shape));
  }

  keep(shape: string, layout: Layout): void {
    this.#used.set(keyOf(shape), layout);
  }

  /** Whole or not at all; a folder that cannot be written to costs time at the next run and nothing else. */
  async save(): Promise<void> {
    if (this.#used.size === this.#earlier.size && [...this.#used.keys()].every((key) => this.#earlier.has(key))) return;
    const path = fileIn(this.#folder);
    const draft = `${path}.${process.pid}.tmp`;
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(draft, JSON.stringify(Object.fromEntries(this.#used)));
      await rename(draft, path);
    } catch {
      // The layouts are known for this run all the same.
    }
  }
}

const fileIn = (folder: string): string => join(folder, `layouts-${version()}.json`);

const keyOf = (shape: string): string => createHash("sha256").update(shape).digest("base64url");

let known: string | undefined;

/** Other code, or another ELK, may lay out otherwise. */
function version(): string {
  if (known !== undefined) return known;
  const hash = createHash("sha256");
  for (const file of [createRequire(import.meta.url).resolve("elkjs/package.json"), ...ownFiles()]) hash.update(readFileSync(file));
  known = hash.digest("hex").slice(0, 16);
  return known;
}

const ownFiles = (): readonly string[] =>
  readdirSync(import.meta.dirname)
    .sort()
    .map((name) => join(import.meta.dirname, name));
