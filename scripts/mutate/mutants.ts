import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parse } from "yaml";
import { brokenOpenApi } from "./http.js";
import { brokenAsyncApi } from "./messaging.js";
import type { Tree } from "./tree.js";

export type Kind = "asyncapi" | "openapi";

/** One document with one thing broken. */
export interface Mutant {
  readonly kind: Kind;
  /** `asyncapi/orders/messages.yaml` */
  readonly file: string;
  readonly at: string;
  readonly what: string;
  readonly tree: Tree;
}

/** All documents of a repository, by path. */
export function readDocuments(root: string, kind: Kind): ReadonlyMap<string, Tree> {
  const files = readdirSync(join(root, kind), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".yaml"))
    .map((entry) => posix.join(kind, posix.relative(join(root, kind), posix.join(entry.parentPath, entry.name))))
    .sort();
  return new Map(files.map((file) => [file, parse(readFileSync(join(root, file), "utf8")) as Tree]));
}

/** Every mutant of every document. */
export const mutantsOf = (kind: Kind, documents: ReadonlyMap<string, Tree>): readonly Mutant[] =>
  [...documents].flatMap(([file, tree]) =>
    (kind === "asyncapi" ? brokenAsyncApi : brokenOpenApi)(tree).map(({ at, what, tree: changed }) => ({
      kind,
      file,
      at,
      what,
      tree: changed,
    })),
  );

export const nameOf = ({ file, at, what }: Mutant): string => `${file}#${at} ${what}`;

/** So many of a list, always the same for one seed. */
export function drawn<T>(list: readonly T[], count: number, seed: number): readonly T[] {
  const random = generator(seed);
  const left = [...list];
  const taken: T[] = [];
  while (taken.length < count && left.length > 0) taken.push(...left.splice(Math.floor(random() * left.length), 1));
  return taken;
}

/** Numbers from 0 to 1 (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
