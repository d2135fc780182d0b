import { dirname, relative, resolve, sep } from "node:path";
import { listFiles, readText, reasonOf } from "../document-files.js";
import type { Json } from "../model.js";
import type { Problems } from "../problems.js";
import { isList, isObject, type Origins, type SourceFile } from "./tree.js";
import { parseSource } from "./yaml-source.js";

/** Every file that was read, by absolute path; undefined for one that is referred to and does not exist. */
export type Files = ReadonlyMap<string, SourceFile | undefined>;

export interface LoadedFolder {
  readonly files: Files;
  /** The files that are AsyncAPI documents, in the order of their names. */
  readonly documents: readonly SourceFile[];
}

/** Reads all AsyncAPI documents under a folder, and every file that they refer to. */
export async function loadFolder(folder: string, origins: Origins, problems: Problems): Promise<LoadedFolder> {
  const root = resolve(folder);
  const report = (path: string, why: string): void =>
    problems.add("error", "unreadable-file", { file: toName(root, path), line: 1, column: 1 }, `This cannot be read: ${why}.`);
  const open: OpenFile = async (path, wanted = () => true) => {
    const name = toName(root, path);
    try {
      const text = await readText(path);
      return text === undefined || !wanted(text) ? undefined : parseSource(path, name, text, origins, problems);
    } catch (error) {
      report(path, reasonOf(error));
      return { path, name, root: undefined, position: () => ({ file: name, line: 1, column: 1 }) };
    }
  };
  const files = new Map<string, SourceFile | undefined>();
  const documents: SourceFile[] = [];
  const paths = await listFiles(root, report);
  const opened = await Promise.all(paths.map((path) => open(path, (text) => mentionsAsyncapi.test(text))));
  for (const file of opened) {
    if (file === undefined) continue;
    if (file.root !== undefined && !(isObject(file.root) && Object.hasOwn(file.root, "asyncapi"))) continue;
    files.set(file.path, file);
    documents.push(file);
  }
  if (documents.length === 0) {
    const message = 'There is no AsyncAPI document in this folder: no .yaml, .yml or .json file with "asyncapi" at its root.';
    problems.add("error", "no-documents", { file: "", line: 1, column: 1 }, message);
  }
  await loadReferred(files, open);
  return { files, documents };
}

/** Reads and parses a file; undefined where there is none, or its text is not wanted. One that cannot be read, which is reported, has no root. */
type OpenFile = (path: string, wanted?: (text: string) => boolean) => Promise<SourceFile | undefined>;

/** A cheap look before parsing: a document has the key at its root, in YAML or in JSON. */
const mentionsAsyncapi = /\basyncapi["']?\s*:/;

async function loadReferred(files: Map<string, SourceFile | undefined>, open: OpenFile): Promise<void> {
  let waiting = [...files.values()].flatMap(referredPaths);
  while (waiting.length > 0) {
    const fresh = [...new Set(waiting)].filter((path) => !files.has(path));
    const opened = await Promise.all(fresh.map(async (path) => [path, await open(path)] as const));
    for (const [path, file] of opened) files.set(path, file);
    waiting = fresh.flatMap((path) => referredPaths(files.get(path)));
  }
}

/** Every file that a `$ref` of this file may mean; whether it is a reference at all is found out later. */
function referredPaths(file: SourceFile | undefined): string[] {
  const found = new Set<string>();
  const seen = new Set<object>();
  const visit = (value: Json): void => {
    if (typeof value !== "object" || value === null || seen.has(value)) return;
    seen.add(value);
    if (isList(value)) value.forEach(visit);
    else
      for (const [key, item] of Object.entries(value)) {
        if (key !== "$ref" || typeof item !== "string") visit(item);
        else if (file !== undefined) found.add(referredPath(file, item) ?? file.path);
      }
  };
  if (file?.root !== undefined) visit(file.root);
  return [...found];
}

/** The absolute path that a reference means, or undefined where it is not to a file. */
export function referredPath(from: SourceFile, reference: string): string | undefined {
  const path = reference.split("#", 1)[0] ?? "";
  if (path === "") return from.path;
  if (/^[a-z][a-z0-9+.-]*:/i.test(path) || path.startsWith("//")) return undefined;
  return resolve(dirname(from.path), decode(path));
}

/** Undoes percent encoding; text that is not encoded properly stays as it is. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function toName(root: string, path: string): string {
  return relative(root, path).split(sep).join("/");
}
