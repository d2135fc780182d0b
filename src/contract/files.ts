import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { Json } from "./model.js";
import type { Problems } from "./problems.js";
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
  const paths = await listDocuments(root, folder, problems);
  const files = new Map<string, SourceFile | undefined>();
  const parse = (path: string, text: string): SourceFile => parseSource(path, toName(root, path), text, origins, problems);
  const texts = await Promise.all((paths ?? []).map(async (path) => [path, await readText(path)] as const));
  const documents: SourceFile[] = [];
  for (const [path, text] of texts) {
    if (text === undefined || !mentionsAsyncapi.test(text)) continue;
    const file = parse(path, text);
    if (file.root !== undefined && !(isObject(file.root) && Object.hasOwn(file.root, "asyncapi"))) continue;
    files.set(path, file);
    documents.push(file);
  }
  if (documents.length === 0 && paths !== undefined) {
    const message = `There is no AsyncAPI document under "${folder}": no .yaml, .yml or .json file with "asyncapi" at its root.`;
    problems.add("error", "no-documents", { file: folder, line: 1, column: 1 }, message);
  }
  await loadReferred(files, parse);
  return { files, documents };
}

/** A cheap look before parsing: a document has the key at its root, in YAML or in JSON. */
const mentionsAsyncapi = /^(?:\s*\{)?\s*["']?asyncapi["']?\s*:/m;

async function listDocuments(root: string, folder: string, problems: Problems): Promise<string[] | undefined> {
  const found: string[] = [];
  const walk = async (directory: string): Promise<void> => {
    for (const entry of await readdir(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
      if (entry.isDirectory()) await walk(path);
      else if (/\.(?:ya?ml|json)$/.test(entry.name)) found.push(path);
    }
  };
  try {
    await walk(root);
  } catch {
    problems.add("error", "no-documents", { file: folder, line: 1, column: 1 }, `There is no folder "${folder}" that can be read.`);
    return undefined;
  }
  return found.sort();
}

async function loadReferred(files: Map<string, SourceFile | undefined>, parse: (path: string, text: string) => SourceFile): Promise<void> {
  let waiting = [...files.values()].flatMap(referredPaths);
  while (waiting.length > 0) {
    const fresh = [...new Set(waiting)].filter((path) => !files.has(path));
    const texts = await Promise.all(fresh.map(async (path) => [path, await readText(path)] as const));
    for (const [path, text] of texts) files.set(path, text === undefined ? undefined : parse(path, text));
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

async function readText(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
  } catch {
    return undefined;
  }
}

function toName(root: string, path: string): string {
  return relative(root, path).split(sep).join("/");
}
