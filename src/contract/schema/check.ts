import { checkShape } from "../document/shape.js";
import type { Json } from "../model.js";
import { isReference, type Reading } from "../source/references.js";
import { entryAt, get, isList, isObject, type JsonObject } from "../source/tree.js";
import { didYouMean } from "../spelling.js";
import { foreignKeywords, keywords } from "./keywords.js";
import type { RegisteredSchema } from "./registry.js";
import { formats, keywordValues, speaksOf } from "./values.js";
import { subSchemas } from "./walk.js";

/**
 * Checks schemas keyword by keyword: known ones with values that draft-07 allows, regular expressions that compile, formats that exist.
 * A walk, not a compilation: it takes microseconds for a schema, and every fault has its own line.
 */
export function checkSchemas(reading: Reading, schemas: Iterable<RegisteredSchema>): void {
  const seen = new Set<object>();
  for (const { written, location } of schemas) {
    if (typeof written === "boolean") continue;
    if (isObject(written)) checkSchema(reading, written, seen);
    else reading.problems.add("error", "wrong-keyword-value", location, "A schema must be an object, true or false.");
  }
}

function checkSchema(reading: Reading, schema: JsonObject, seen: Set<object>): void {
  if (seen.has(schema)) return;
  seen.add(schema);
  if (isReference(schema)) return;
  for (const keyword of Object.keys(schema)) checkKeyword(reading, schema, keyword);
  checkTypes(reading, schema);
  for (const { holder, key } of subSchemas(schema)) {
    const below: Json | undefined = entryAt(holder, key);
    if (isObject(below)) checkSchema(reading, below, seen);
    else if (typeof below !== "boolean") {
      reading.problems.add(
        "error",
        "wrong-keyword-value",
        reading.origins.atValue(holder, key),
        "A schema must be an object, true or false.",
      );
    }
  }
}

function checkKeyword(reading: Reading, schema: JsonObject, keyword: string): void {
  const check = keywordValues.get(keyword);
  if (check === undefined) {
    unknownKeyword(reading, schema, keyword);
    return;
  }
  const value = get(schema, keyword) ?? null;
  // Where sub-schemas are not schemas is reported once, by the walk.
  if (keywords.get(keyword)?.below === "schema" || (keyword === "items" && !isList(value))) return;
  if (!checkShape(reading, schema, keyword, check, "wrong-keyword-value")) return;
  if (keyword === "pattern" && typeof value === "string") checkRegex(reading, value, reading.origins.atValue(schema, keyword));
  if (keyword === "patternProperties" && isObject(value)) {
    for (const pattern of Object.keys(value)) checkRegex(reading, pattern, reading.origins.atKey(value, pattern));
  }
  if (keyword === "format" && typeof value === "string" && !formats.has(value)) {
    const message = `There is no format "${value}"${didYouMean(value, formats)}`;
    reading.problems.add("error", "unknown-format", reading.origins.atValue(schema, keyword), message);
  }
  if (keyword === "dependencies" && isObject(value)) checkDependencies(reading, value);
}

function checkDependencies(reading: Reading, dependencies: JsonObject): void {
  const required = keywordValues.get("required");
  for (const key of Object.keys(dependencies)) {
    if (required !== undefined && isList(get(dependencies, key))) checkShape(reading, dependencies, key, required, "wrong-keyword-value");
  }
}

function unknownKeyword(reading: Reading, schema: JsonObject, keyword: string): void {
  if (keyword.startsWith("x-")) return;
  const foreign = foreignKeywords.get(keyword);
  const said =
    foreign === undefined ? `There is no schema keyword "${keyword}"${didYouMean(keyword, keywords.keys())}` : `"${keyword}" ${foreign}.`;
  reading.problems.add("error", "unknown-keyword", reading.origins.atKey(schema, keyword), said);
}

/** Validators read patterns with the `u` flag, so that is how they are tried. */
function checkRegex(reading: Reading, pattern: string, place: { file: string; line: number; column: number }): void {
  try {
    new RegExp(pattern, "u");
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^.*\/u?: /, "") : "";
    reading.problems.add("error", "invalid-regex", place, `"${pattern}" is not a regular expression: ${reason}.`);
  }
}

/** A keyword beside a type that it says nothing about does nothing. */
function checkTypes(reading: Reading, schema: JsonObject): void {
  const given = get(schema, "type");
  const types = (isList(given) ? given : [given]).filter((type) => typeof type === "string");
  if (types.length === 0) return;
  for (const keyword of Object.keys(schema)) {
    const about = speaksOf.get(keyword);
    if (about === undefined || types.some((type) => about.includes(type))) continue;
    const message = `"${keyword}" says nothing about a value of type ${types.join(" or ")}.`;
    reading.problems.add("warning", "idle-keyword", reading.origins.atKey(schema, keyword), message);
  }
}
