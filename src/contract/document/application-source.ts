import type { SchemaRegistry } from "../schema/registry.js";
import type { Reading } from "../source/references.js";
import type { JsonObject, SourceFile } from "../source/tree.js";
import type { PlacedExpression } from "./expression-check.js";

/** One document on its way to an application. */
export interface ApplicationSource {
  /** The application's id: the document's path without extension. */
  readonly id: string;
  readonly reading: Reading;
  readonly schemas: SchemaRegistry;
  readonly file: SourceFile;
  /** The document, in AsyncAPI 3. */
  readonly root: JsonObject;
  readonly defaultContentType: string;
  /** Runtime expressions found on the way: they can be checked once all schemas are known. */
  readonly expressions: PlacedExpression[];
  /** Further checks that need all schemas. */
  readonly checks: (() => void)[];
}
