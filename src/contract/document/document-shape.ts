import type { Reading } from "../source/references.js";
import { get, isObject, type JsonObject } from "../source/tree.js";
import { anything, type Check, checkShape, type ObjectShape } from "./shape.js";

const text: Check = (value) => (typeof value === "string" ? undefined : "text");

const info: ObjectShape = {
  what: "info",
  keys: {
    title: text,
    version: (value) => (typeof value === "string" ? undefined : "text in quotes"),
    description: text,
    termsOfService: text,
    contact: { what: "contact", keys: { name: text, url: text, email: text }, extensible: true },
    license: { what: "license", keys: { name: text, url: text }, required: ["name"], extensible: true },
    tags: anything,
    externalDocs: anything,
  },
  required: ["title", "version"],
  extensible: true,
};

const root: ObjectShape = {
  what: "an AsyncAPI document",
  keys: {
    asyncapi: text,
    id: text,
    info,
    servers: anything,
    defaultContentType: text,
    channels: anything,
    operations: anything,
    components: anything,
  },
  required: ["info"],
  extensible: true,
};

/** Checks the outermost level of a document, and `info` (AsyncAPI 3.0.0, "AsyncAPI Object", "Info Object"); what is below is the parser's to check. */
export function checkDocumentShape(reading: Reading, document: JsonObject): void {
  const reference = get(document, "info");
  const shape = isObject(reference) && Object.hasOwn(reference, "$ref") ? { ...root, keys: { ...root.keys, info: anything } } : root;
  const holder = { document };
  checkShape(reading, holder, "document", shape);
}
