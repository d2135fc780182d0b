import type { Json } from "#contract";
import { knownFormats } from "./formats.js";
import { SchemaError } from "./graph.js";
import { isList, type JsonObject, own } from "./json.js";
import type { Keywords, Origin } from "./node.js";

type Draft = { -readonly [Keyword in keyof Keywords]: Keywords[Keyword] };

const bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] as const;
const counts = ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"] as const;

/** The keywords whose values are numbers, texts and lists of names, each of the shape that draft-07 gives it. */
export function readScalars(schema: JsonObject, origin: Origin): Keywords {
  const draft: Draft = {};
  for (const keyword of bounds) {
    const value = own(schema, keyword);
    if (value !== undefined) draft[keyword] = finite(value, keyword, origin);
  }
  for (const keyword of counts) {
    const value = own(schema, keyword);
    if (value !== undefined) draft[keyword] = count(value, keyword, origin);
  }
  const multiple = own(schema, "multipleOf");
  if (multiple !== undefined) {
    draft.multipleOf = finite(multiple, "multipleOf", origin);
    if (draft.multipleOf <= 0) throw new SchemaError(origin, "multipleOf must be greater than 0");
  }
  const pattern = own(schema, "pattern");
  if (pattern !== undefined) draft.pattern = checkPattern(pattern, origin);
  const format = own(schema, "format");
  if (format !== undefined && typeof format !== "string") throw new SchemaError(origin, "format must be a text");
  if (format !== undefined && knownFormats.has(format)) draft.format = format;
  const required = own(schema, "required");
  if (required !== undefined) draft.required = textList(required, "required", origin);
  const unique = own(schema, "uniqueItems");
  if (unique !== undefined && typeof unique !== "boolean") throw new SchemaError(origin, "uniqueItems must be true or false");
  return draft;
}

function finite(value: Json, keyword: string, origin: Origin): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new SchemaError(origin, `${keyword} must be a number`);
  return value;
}

function count(value: Json, keyword: string, origin: Origin): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0) {
    throw new SchemaError(origin, `${keyword} must be a whole number, 0 or more`);
  }
  return value;
}

/** A regular expression as validators read it: with the `u` flag. */
export function checkPattern(value: Json, origin: Origin): string {
  if (typeof value !== "string") throw new SchemaError(origin, "pattern must be a text");
  try {
    new RegExp(value, "u");
  } catch {
    throw new SchemaError(origin, `this is no regular expression: ${value}`);
  }
  return value;
}

export function textList(value: Json, keyword: string, origin: Origin): readonly string[] {
  if (!isList(value)) throw new SchemaError(origin, `${keyword} must be a list of texts`);
  return value.map((each) => {
    if (typeof each !== "string") throw new SchemaError(origin, `${keyword} must be a list of texts`);
    return each;
  });
}
