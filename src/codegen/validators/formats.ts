import type { Format } from "ajv";
import { fullFormats } from "ajv-formats/dist/formats.js";
import { isDate, isDateTime, isInt32, isInt64, isIsoDateTime, isIsoTime, isRegex, isTime } from "./runtime/formats.js";

/** Formats that are functions: format name → the function and its name in `runtime/formats.ts`. */
export const functionFormats: ReadonlyMap<string, { readonly name: string; readonly format: Format }> = new Map<
  string,
  { name: string; format: Format }
>([
  ["date-time", { name: "isDateTime", format: isDateTime }],
  ["iso-date-time", { name: "isIsoDateTime", format: isIsoDateTime }],
  ["date", { name: "isDate", format: isDate }],
  ["time", { name: "isTime", format: isTime }],
  ["iso-time", { name: "isIsoTime", format: isIsoTime }],
  ["regex", { name: "isRegex", format: isRegex }],
  ["int32", { name: "isInt32", format: { type: "number", validate: isInt32 } }],
  ["int64", { name: "isInt64", format: { type: "number", validate: isInt64 } }],
]);

/** Every format that a validator checks; those of ajv-formats, to the letter. Other formats are annotations, as draft-07 has it. */
export const formats: ReadonlyMap<string, Format> = new Map<string, Format>([
  ...Object.entries(fullFormats).flatMap(([name, format]): [string, Format][] => (format instanceof RegExp ? [[name, format]] : [])),
  ["uri", absoluteUri()],
  ["byte", /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/m],
  ...["float", "double", "password", "binary"].map((name): [string, Format] => [name, true]),
  ...[...functionFormats].map(([name, { format }]): [string, Format] => [name, format]),
]);

/** A URI reference that begins with a scheme, goes on with something other than a query, and holds no quote: one expression, so that it can be printed. */
function absoluteUri(): RegExp {
  const reference = fullFormats["uri-reference"];
  if (!(reference instanceof RegExp)) throw new Error("ajv-formats no longer has uri-reference as an expression");
  return new RegExp(`^(?=[a-z][a-z0-9+\\-.]*:[^?#"][^"]*$)${reference.source.slice(1)}`, reference.flags);
}
