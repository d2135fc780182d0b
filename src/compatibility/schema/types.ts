import type { Json } from "#contract";

/** The six kinds of JSON value; no value is of two. Numbers and integers are one kind. */
export const kinds = ["null", "boolean", "number", "string", "array", "object"] as const;
export type Kind = (typeof kinds)[number];

/** A set of kinds as bits. */
export type KindSet = number;
export const allKinds: KindSet = 63;

export const bitOf = (kind: Kind): KindSet => 1 << kinds.indexOf(kind);

export function kindOf(value: Json): Kind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  const type = typeof value;
  return type === "boolean" || type === "number" || type === "string" ? type : "object";
}
