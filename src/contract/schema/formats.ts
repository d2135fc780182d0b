import type { Json } from "../model.js";
import type { Reading } from "../source/references.js";
import { get, getText, isObject, type JsonObject } from "../source/tree.js";

/** AsyncAPI's Multi Format Schema Object: `{schemaFormat, schema}`. */
export function isMultiFormat(value: Json | undefined): value is JsonObject {
  return isObject(value) && get(value, "schemaFormat") !== undefined && get(value, "schema") !== undefined;
}

const supported = [
  /^application\/vnd\.aai\.asyncapi(?:\+json|\+yaml)?;version=(?:2\.\d+\.\d+|3\.[01]\.0)$/,
  /^application\/schema\+(?:json|yaml);version=draft-07$/,
  /^application\/schema\+(?:json|yaml)$/,
];

/** Whether the schema format named under `key` is one we read; another is reported. */
export function checkSchemaFormat(reading: Reading, holder: JsonObject, key: string): boolean {
  const format = getText(holder, key);
  if (format !== undefined && supported.some((pattern) => pattern.test(format.replaceAll(/\s/g, "")))) return true;
  const place = reading.origins.atValue(holder, key);
  const given = format === undefined ? "This schemaFormat" : `The schemaFormat "${format}"`;
  const known = '"application/vnd.aai.asyncapi+json;version=3.0.0" (the default) and "application/schema+json;version=draft-07"';
  reading.problems.add("error", "unsupported-schema-format", place, `${given} is not supported; supported are ${known}.`);
  return false;
}
