import { checkConsumers, checkDeclarations } from "./document/agreement.js";
import { buildApplication } from "./document/application.js";
import type { ApplicationSource } from "./document/application-source.js";
import { checkDocumentShape } from "./document/document-shape.js";
import { checkExpressions } from "./document/expression-check.js";
import type { Application, Schema } from "./model.js";
import { Problems } from "./problems.js";
import { checkSchemas } from "./schema/check.js";
import { SchemaRegistry } from "./schema/registry.js";
import { checkRequired } from "./schema/required.js";
import { type Files, loadFolder } from "./source/files.js";
import type { Reading } from "./source/references.js";
import { get, getText, isObject, Origins, type SourceFile } from "./source/tree.js";
import { toVersion3 } from "./source/versions.js";

/** Everything that was read of a folder, before the AsyncAPI parser is asked. */
export interface FolderReading {
  readonly sources: readonly ApplicationSource[];
  readonly applications: readonly Application[];
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly problems: Problems;
  /** Absolute paths, sorted. */
  readonly files: readonly string[];
}

/** Reads a folder and makes all checks of our own. */
export async function readFolder(folder: string): Promise<FolderReading> {
  const problems = new Problems();
  const origins = new Origins();
  const { files, documents } = await loadFolder(folder, origins, problems);
  const reading: Reading = { files, origins, problems };
  const registry = new SchemaRegistry(reading);
  const sources = await openDocuments(reading, registry, documents);
  const applications = sources.map(buildApplication);
  registry.finish();
  const schemas = reachable(registry);
  registerUnused(registry, files);
  checkSchemas(reading, registry.schemas.values());
  checkRequired(reading, registry);
  for (const { expressions, checks } of sources) {
    checkExpressions(reading, registry, expressions);
    for (const check of checks) check();
  }
  for (const application of applications) {
    checkDeclarations(application, problems);
    checkConsumers(application, problems);
  }
  const read = [...files].flatMap(([path, file]) => (file === undefined ? [] : [path]));
  return { sources, applications, schemas, problems, files: read.sort() };
}

async function openDocuments(reading: Reading, schemas: SchemaRegistry, documents: readonly SourceFile[]): Promise<ApplicationSource[]> {
  const sources: ApplicationSource[] = [];
  const ids = new Map<string, string>();
  for (const file of documents) {
    if (!isObject(file.root)) continue;
    const id = applicationId(file.name);
    const other = ids.get(id);
    ids.set(id, file.name);
    if (other !== undefined) {
      reading.problems.add(
        "error",
        "duplicate-application",
        file.position(0),
        `${other} and ${file.name} are both the application "${id}".`,
      );
    }
    const root = await toVersion3(reading, file, file.root);
    if (root !== undefined && other === undefined) sources.push(openDocument(reading, schemas, { id, file, root }));
  }
  return sources;
}

/** `orders/payment.yaml` → `orders/payment` */
function applicationId(name: string): string {
  return name.replace(/\.[^./]*$/, "");
}

function openDocument(
  reading: Reading,
  schemas: SchemaRegistry,
  document: Pick<ApplicationSource, "id" | "file" | "root">,
): ApplicationSource {
  const { file, root } = document;
  file.root = root;
  checkDocumentShape(reading, root);
  const defaultContentType = getText(root, "defaultContentType") ?? "application/json";
  return { reading, schemas, ...document, defaultContentType, expressions: [], checks: [] };
}

function reachable(registry: SchemaRegistry): Map<string, Schema> {
  return new Map([...registry.schemas.values()].map(({ id, name, node, location }) => [id, { id, name, node, location }]));
}

/** Schemas that nothing uses yet are checked too, where they are kept in the folder; the model leaves them out. */
function registerUnused(registry: SchemaRegistry, files: Files): void {
  for (const file of files.values()) {
    if (file === undefined || !isObject(file.root) || file.name.startsWith("../")) continue;
    const components = get(file.root, "components");
    const schemas = isObject(components) ? get(components, "schemas") : undefined;
    if (isObject(schemas)) for (const key of Object.keys(schemas)) registry.add(schemas, key, key);
  }
  registry.finish();
}
