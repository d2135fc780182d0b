import { readdir } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import type { Json, Problem } from "#contract";
import { bundle } from "./bundle.js";
import { readSource, type Source } from "./source.js";

/** One OpenAPI document, bundled. */
export interface OpenApiDocument {
  /** Its path under the folder without extension: `orders/order`. */
  readonly id: string;
  /** Its path under the folder. */
  readonly file: string;
  readonly document: { readonly [key: string]: Json };
}

export interface OpenApiSet {
  readonly documents: readonly OpenApiDocument[];
  readonly problems: readonly Problem[];
  /** Absolute paths of every file that was read. */
  readonly files: readonly string[];
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** Reads every OpenAPI document of a folder. A file without `openapi` is one that others refer to. No folder: no documents. */
export async function readOpenApi(folder: string): Promise<OpenApiSet> {
  const sources = new Map<string, Promise<Source | undefined>>();
  const open = (path: string): Promise<Source | undefined> => {
    const known = sources.get(path);
    if (known) return known;
    const opened = readSource(path, relative(folder, path).split(sep).join("/")).catch(() => undefined);
    sources.set(path, opened);
    return opened;
  };
  const problems: Problem[] = [];
  const documents: OpenApiDocument[] = [];
  for (const path of await documentFiles(folder)) {
    const source = await open(path);
    if (source === undefined) {
      const file = relative(folder, path).split(sep).join("/");
      problems.push(error({ file, line: 1, column: 1 }, "unreadable-file", "This cannot be read."));
      continue;
    }
    problems.push(...source.faults.map(({ message, ...location }) => error(location, "yaml-syntax", `${message}.`)));
    if (source.faults.length > 0 || !isDocument(source.value)) continue;
    const found = checkDocument(source);
    const bundled = found.length > 0 ? { document: {}, problems: found } : await bundle(source, open);
    problems.push(...bundled.problems);
    documents.push({ id: source.name.replace(/\.[^./]+$/, ""), file: source.name, document: bundled.document });
  }
  problems.push(...sameIds(documents));
  return { documents, problems, files: [...sources.keys()] };
}

async function documentFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((): [] => []);
  const files = entries.filter((entry) => entry.isFile() && /\.(ya?ml|json)$/i.test(entry.name));
  return files.map((entry) => join(entry.parentPath, entry.name)).sort();
}

const isDocument = (value: Json): boolean => isObject(value) && ("openapi" in value || "swagger" in value);

/** What must hold of a document before code can come of it. */
function checkDocument(source: Source): Problem[] {
  const root = source.value as { readonly [key: string]: Json };
  if (typeof root.openapi !== "string" || !/^3\.[01]\.\d+/.test(root.openapi)) {
    const key = "openapi" in root ? "openapi" : "swagger";
    return [
      error(source.locate([key]), "unsupported-version", `This says ${key}: ${JSON.stringify(root[key])}; OpenAPI 3.0 and 3.1 are read.`),
    ];
  }
  if (!isObject(root.paths ?? null)) return [error(source.locate(["paths"]), "structure", "An OpenAPI document needs `paths`.")];
  return checkOperations(source, root.paths as { readonly [key: string]: Json });
}

/** Handlers are named by operation id: each operation needs one of its own. */
function checkOperations(source: Source, paths: { readonly [key: string]: Json }): Problem[] {
  const problems: Problem[] = [];
  const owners = new Map<string, string>();
  for (const [path, item] of Object.entries(paths)) {
    if (!isObject(item)) continue;
    for (const method of methods) {
      const operation = item[method];
      if (!isObject(operation ?? null)) continue;
      const id = (operation as { readonly operationId?: Json }).operationId;
      const label = `${method.toUpperCase()} ${path}`;
      const location = source.locate(["paths", path, method, ...(id === undefined ? [] : ["operationId"])]);
      if (typeof id !== "string" || id === "") {
        problems.push(error(location, "missing-operation-id", `${label} has no operationId; its handler needs a name.`));
      } else if (owners.has(id)) {
        problems.push(
          error(location, "duplicate-operation-id", `${label} and ${owners.get(id)} have one operationId, ${id}; each needs its own.`),
        );
      } else owners.set(id, label);
    }
  }
  return problems;
}

function sameIds(documents: readonly OpenApiDocument[]): Problem[] {
  const first = new Map<string, string>();
  return documents.flatMap(({ id, file }) => {
    const other = first.get(id);
    first.set(id, other ?? file);
    if (other === undefined) return [];
    return [
      error(
        { file, line: 1, column: 1 },
        "duplicate-application",
        `${file} and ${other} would generate the same files; rename one of them.`,
      ),
    ];
  });
}

const error = (location: { file: string; line: number; column: number }, code: string, message: string): Problem => ({
  file: location.file,
  line: location.line,
  column: location.column,
  severity: "error",
  code,
  message,
});
const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
