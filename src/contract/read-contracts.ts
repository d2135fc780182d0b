import { buildApplication } from "./application.js";
import { loadFolder } from "./files.js";
import type { Application, ContractSet, Schema } from "./model.js";
import { Problems } from "./problems.js";
import type { Reading } from "./references.js";
import { SchemaRegistry } from "./schema-registry.js";
import { getText, isObject, Origins } from "./tree.js";

export interface ReadOptions {
  /** Where verdicts of the AsyncAPI parser are kept between runs. Default: nowhere. */
  readonly cacheFolder?: string;
}

/**
 * Reads every AsyncAPI document under a folder, and what they refer to, into one model. Never rejects for what stands in a document:
 * whatever is wrong is among the problems, with its place.
 */
export async function readContracts(folder: string, options: ReadOptions = {}): Promise<ContractSet> {
  const problems = new Problems();
  const origins = new Origins();
  const { files, documents } = await loadFolder(folder, origins, problems);
  const reading: Reading = { files, origins, problems };
  const schemas = new SchemaRegistry(reading);
  const applications: Application[] = [];
  for (const file of documents) {
    if (!isObject(file.root)) continue;
    const defaultContentType = getText(file.root, "defaultContentType") ?? "application/json";
    applications.push(buildApplication({ reading, schemas, file, root: file.root, defaultContentType }));
  }
  schemas.finish();
  void options;
  return {
    applications,
    schemas: new Map([...schemas.schemas].map(([id, { name, node, location }]): [string, Schema] => [id, { id, name, node, location }])),
    problems: problems.sorted(),
    files: [...files].flatMap(([path, file]) => (file === undefined ? [] : [path])).sort(),
  };
}
