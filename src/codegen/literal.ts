import type { Json } from "#contract";
import { propertyKey, quote } from "./names.js";

const lineWidth = 140;

/** TypeScript text that stands for itself inside a literal: the name of a validator, say. */
export class Code {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Literal = Json | Code | undefined | readonly Literal[] | { readonly [key: string]: Literal };

/** A value as TypeScript: on one line where it fits, else one entry a line. Properties that are `undefined` are left out. */
export function literal(value: Literal, indent = "", used = 0): string {
  const line = oneLine(value);
  if (indent.length + used + line.length <= lineWidth || typeof value !== "object" || value === null || value instanceof Code) return line;
  const inner = `${indent}  `;
  if (isList(value)) return `[\n${value.map((entry) => `${inner}${literal(entry, inner, 1)},\n`).join("")}${indent}]`;
  const entries = present(value).map(([key, entry]) => {
    const name = `${propertyKey(key)}: `;
    return `${inner}${name}${literal(entry, inner, name.length + 1)},\n`;
  });
  return entries.length === 0 ? "{}" : `{\n${entries.join("")}${indent}}`;
}

function oneLine(value: Literal): string {
  if (value instanceof Code) return value.text;
  if (typeof value === "string") return quote(value);
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? "0" : String(value);
  if (isList(value)) return `[${value.map(oneLine).join(", ")}]`;
  const entries = present(value).map(([key, entry]) => `${propertyKey(key)}: ${oneLine(entry)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

const isList = (value: object): value is readonly Literal[] => Array.isArray(value);
const present = (value: { readonly [key: string]: Literal }): [string, Literal][] =>
  Object.entries(value).filter(([, entry]) => entry !== undefined);
