import type { Json } from "../model.js";
import type { ProblemCode } from "../problems.js";
import type { Reading } from "../source/references.js";
import { entryAt, get, isList, isObject, type JsonList, type JsonObject } from "../source/tree.js";
import { didYouMean, misspeltIn } from "../spelling.js";

/** What is wanted of a value, in words, where the value is not that; else undefined. */
export type Check = (value: Json) => string | undefined;

/** An object whose keys are all known. */
export interface ObjectShape {
  /** In words, for messages: `an AMQP channel binding`. */
  readonly what: string;
  readonly keys: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  /** Keys that are often written here and belong elsewhere: what to do instead. */
  readonly elsewhere?: Readonly<Record<string, string>>;
  /** Keys that start with `x-` are welcome. */
  readonly extensible?: boolean;
  /** Any further key is welcome with such a value. */
  readonly rest?: Check;
}

export interface ListShape {
  readonly of: Shape;
  readonly atLeast?: number;
  readonly atMost?: number;
}

export type Shape = Check | ObjectShape | ListShape;

/** Checks `holder[key]`, all of it, each fault reported at its own line. */
export function checkShape(reading: Reading, holder: JsonObject | JsonList, key: string, shape: Shape, code?: ProblemCode): boolean {
  const value = entryAt(holder, key) ?? null;
  if (typeof shape === "function") return checkValue(reading, holder, key, value, shape, code);
  return "of" in shape ? checkList(reading, holder, key, value, shape) : checkObject(reading, holder, key, value, shape);
}

function checkValue(reading: Reading, holder: JsonObject | JsonList, key: string, value: Json, check: Check, code?: ProblemCode): boolean {
  const wanted = check(value);
  if (wanted !== undefined) wrong(reading, holder, key, value, wanted, code);
  return wanted === undefined;
}

function checkList(reading: Reading, holder: JsonObject | JsonList, key: string, value: Json, shape: ListShape): boolean {
  if (!isList(value)) return wrong(reading, holder, key, value, "a list");
  if (value.length < (shape.atLeast ?? 0)) return wrong(reading, holder, key, value, "a list with at least one entry");
  if (value.length > (shape.atMost ?? Number.POSITIVE_INFINITY))
    return wrong(reading, holder, key, value, `a list of at most ${shape.atMost}`);
  return value.map((_, index) => checkShape(reading, value, String(index), shape.of)).every(Boolean);
}

function checkObject(reading: Reading, holder: JsonObject | JsonList, key: string, value: Json, shape: ObjectShape): boolean {
  if (!isObject(value)) return wrong(reading, holder, key, value, "an object");
  let good = true;
  for (const name of shape.required ?? []) {
    if (Object.hasOwn(value, name)) continue;
    good = false;
    if (misspeltIn(value, name)) continue;
    reading.problems.add("error", "missing-key", reading.origins.of(value), `"${name}" is missing in ${shape.what}.`);
  }
  for (const name of Object.keys(value)) {
    const rule = get(shape.keys as unknown as JsonObject, name) as Shape | undefined;
    if (rule !== undefined) good = checkShape(reading, value, name, rule) && good;
    else if (shape.extensible === true && name.startsWith("x-")) continue;
    else if (shape.rest !== undefined) good = checkValue(reading, value, name, get(value, name) ?? null, shape.rest) && good;
    else good = unknown(reading, value, name, shape);
  }
  return good;
}

function unknown(reading: Reading, object: JsonObject, name: string, shape: ObjectShape): false {
  const hint = Object.hasOwn(shape.elsewhere ?? {}, name) ? shape.elsewhere?.[name] : undefined;
  const said = hint === undefined ? didYouMean(name, Object.keys(shape.keys)) : `: ${hint}.`;
  const place = reading.origins.atKey(object, name);
  reading.problems.add(
    "error",
    hint === undefined ? "unknown-key" : "misplaced-key",
    place,
    `There is no key "${name}" in ${shape.what}${said}`,
  );
  return false;
}

function wrong(
  reading: Reading,
  holder: JsonObject | JsonList,
  key: string,
  value: Json,
  wanted: string,
  code: ProblemCode = "wrong-value",
): false {
  const name = isList(holder) ? `Item ${Number(key) + 1}` : `"${key}"`;
  reading.problems.add("error", code, reading.origins.atValue(holder, key), `${name} must be ${wanted}, not ${show(value)}.`);
  return false;
}

function show(value: Json): string {
  const text = isList(value) ? "a list" : isObject(value) ? "an object" : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

export const bool: Check = (value) => (typeof value === "boolean" ? undefined : "true or false");

export const anything: Check = () => undefined;

/** Text of 1 to 255 bytes: what AMQP allows in a name. */
export const shortText: Check = (value) =>
  typeof value === "string" && value.length > 0 && Buffer.byteLength(value) <= 255 ? undefined : "text of 1 to 255 bytes";

/** As {@link shortText}, or empty. */
export const shortTextOrEmpty: Check = (value) =>
  typeof value === "string" && Buffer.byteLength(value) <= 255 ? undefined : "text of at most 255 bytes";

export function integer(least: number, most = Number.MAX_SAFE_INTEGER): Check {
  const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
  return (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= least && value <= most ? undefined : `an integer ${range}`;
}

export function oneOf(...values: readonly (string | number)[]): Check {
  const last = values.at(-1);
  const words = values.length === 1 ? `${last}` : `${values.slice(0, -1).join(", ")} or ${last}`;
  return (value) => (values.some((allowed) => allowed === value) ? undefined : words);
}
