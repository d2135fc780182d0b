import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { Location, Schema } from "../model.js";
import { pointerSegments } from "../source/tree.js";

/** Finds where a keyword stands in the documents. */
export type FindPlace = (rule: { readonly schema: string; readonly pointer: string }) => Promise<Location | undefined>;

interface Source {
  readonly root: Node | null;
  readonly lines: LineCounter;
}

/**
 * Reads documents of `folder` as they are asked for, each once. What cannot be found there, since the document is of AsyncAPI 2 or has
 * an alias on the way, has the place of its schema.
 */
export const createPlaces = (folder: string, schemas: ReadonlyMap<string, Schema>): FindPlace => {
  const sources = new Map<string, Promise<Source | undefined>>();
  const open = (file: string): Promise<Source | undefined> => {
    const opened = sources.get(file) ?? readSource(join(folder, file)).catch(() => undefined);
    sources.set(file, opened);
    return opened;
  };
  return async ({ schema: id, pointer }) => {
    const schema = schemas.get(id);
    if (schema === undefined) return undefined;
    const [file = "", base = ""] = id.split("#");
    const source = await open(file);
    const at = source?.root && offsetOf(source.root, pointerSegments(base), pointerSegments(pointer));
    if (source === undefined || at === undefined || at === null) return schema.location;
    const { line, col } = source.lines.linePos(at);
    return { file, line, column: col };
  };
};

const readSource = async (path: string): Promise<Source> => {
  const lines = new LineCounter();
  const document = parseDocument(await readFile(path, "utf8"), { lineCounter: lines, uniqueKeys: false, logLevel: "silent" });
  return { root: document.contents, lines };
};

/** The offset of the last key on the way that is there; undefined where not even the schema is. */
const offsetOf = (root: Node, toSchema: readonly string[], toRule: readonly string[]): number | undefined => {
  let node: unknown = root;
  let offset: number | undefined;
  for (const [depth, segment] of [...toSchema, ...toRule].entries()) {
    const step = child(node, segment);
    if (step === undefined) return depth >= toSchema.length ? offset : undefined;
    offset = step.offset;
    node = step.node;
  }
  return offset;
};

const child = (node: unknown, segment: string): { readonly node: unknown; readonly offset: number | undefined } | undefined => {
  if (isSeq(node)) {
    const item = node.items[Number(segment)];
    return item === undefined ? undefined : { node: item, offset: rangeOf(item) };
  }
  if (!isMap(node)) return undefined;
  const pair = node.items.find(({ key }) => isScalar(key) && (key.source ?? String(key.value)) === segment);
  return pair === undefined ? undefined : { node: pair.value, offset: rangeOf(pair.key) };
};

const rangeOf = (node: unknown): number | undefined => (node as Node | null)?.range?.[0];
