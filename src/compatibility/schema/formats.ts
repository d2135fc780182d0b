import type { Format } from "ajv";
import { fullFormats } from "ajv-formats/dist/formats.js";

/** Formats of strings that validators check, each as Ajv takes it. Others are annotations, as draft-07 has it. */
export const knownFormats: ReadonlyMap<string, Format> = new Map<string, Format>(Object.entries(fullFormats));

/** Formats of numbers: nothing more than a range of integers. */
export const numberFormats: ReadonlyMap<string, { readonly lowest?: number; readonly highest?: number; readonly integer: boolean }> =
  new Map([
    ["int32", { lowest: -2147483648, highest: 2147483647, integer: true }],
    ["int64", { integer: true }],
    ["float", { integer: false }],
    ["double", { integer: false }],
  ]);

/** Formats that say nothing of any value. */
export const silentFormats: ReadonlySet<string> = new Set(["password", "binary"]);

/** Whether a string has the format; true for formats of something else. */
export function hasFormat(text: string, name: string): boolean {
  const format = knownFormats.get(name);
  if (format === undefined || typeof format === "boolean") return true;
  if (format instanceof RegExp) return format.test(text);
  if (typeof format === "function") return format(text);
  return typeof format === "object" && "validate" in format ? acceptsText(format, text) : true;
}

function acceptsText(format: { readonly type?: string | undefined; readonly validate?: unknown }, text: string): boolean {
  if (format.type === "number") return true;
  if (format.validate instanceof RegExp) return format.validate.test(text);
  return typeof format.validate === "function" ? (format.validate as (value: string) => unknown)(text) === true : true;
}
