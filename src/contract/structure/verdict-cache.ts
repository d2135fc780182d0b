import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Finding } from "./parser.js";

/** Keeps what the parser said of a skeleton, by a hash of the question. A file that is damaged counts as none. */
export class VerdictCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = join(folder, "structure");
  }

  async read(question: string): Promise<Finding[] | undefined> {
    try {
      const stored: unknown = JSON.parse(await readFile(this.#path(question), "utf8"));
      return Array.isArray(stored) && stored.every(isFinding) ? stored : undefined;
    } catch {
      return undefined;
    }
  }

  /** Whole or not at all; a folder that cannot be written to costs time at the next run and nothing else. */
  async write(question: string, findings: readonly Finding[]): Promise<void> {
    const path = this.#path(question);
    const draft = `${path}.${process.pid}.tmp`;
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(draft, JSON.stringify(findings));
      await rename(draft, path);
    } catch {
      // The verdict is known for this run all the same.
    }
  }

  #path(question: string): string {
    return join(this.#folder, `${createHash("sha256").update(question).digest("hex")}.json`);
  }
}

function isFinding(value: unknown): value is Finding {
  if (typeof value !== "object" || value === null || !("path" in value) || !("message" in value)) return false;
  const { path, message } = value;
  return typeof message === "string" && Array.isArray(path) && path.every((segment) => typeof segment === "string");
}
