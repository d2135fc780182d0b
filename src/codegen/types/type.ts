/**
 * The small type language between schemas and TypeScript: what a value may be, and nothing about how it is printed.
 * The rule throughout: a type accepts every value that its schema accepts. Where TypeScript cannot say a rule, the type is wider, never narrower.
 */

/** The six kinds of JSON value. */
export type Lane = "null" | "boolean" | "number" | "string" | "array" | "object";

export const allLanes: readonly Lane[] = ["string", "number", "boolean", "null", "array", "object"];

export type Type =
  | { readonly kind: "unknown" | "never" | "null" | "boolean" | "number" | "string" }
  | { readonly kind: "literal"; readonly value: string | number | boolean }
  | { readonly kind: "array"; readonly items: Type }
  | TupleType
  | ObjectType
  | UnionType
  | { readonly kind: "intersection"; readonly of: readonly Type[]; readonly doc?: readonly string[] }
  /** A schema of its own identity, by id. */
  | { readonly kind: "ref"; readonly id: string }
  /** A declared type, by its final name. */
  | { readonly kind: "named"; readonly name: string; readonly alias: boolean };

export interface TupleType {
  readonly kind: "tuple";
  readonly items: readonly Type[];
  /** How many of `items` must be there. */
  readonly required: number;
  /** What follows `items`; absent: nothing may. */
  readonly rest?: Type;
}

export interface ObjectType {
  readonly kind: "object";
  readonly members: readonly Member[];
  /** What other keys hold: `open` where the schema says nothing, `closed` where it forbids them. */
  readonly rest: "open" | "closed" | Type;
  readonly patterns: readonly PatternMember[];
  readonly title?: string;
  readonly doc?: readonly string[];
}

export interface Member {
  readonly name: string;
  readonly type: Type;
  readonly required: boolean;
  readonly doc?: readonly string[];
}

/** An entry of `patternProperties`. */
export interface PatternMember {
  readonly pattern: string;
  readonly type: Type;
}

export interface UnionType {
  readonly kind: "union";
  readonly of: readonly Type[];
  readonly title?: string;
  readonly doc?: readonly string[];
  /** Set where a schema has keywords of one kind of value (`properties`) but no `type`, so that all others are let in. */
  readonly untyped?: boolean;
}

export const unknownType: Type = { kind: "unknown" };
export const neverType: Type = { kind: "never" };

/** A text that two types share only when they are the same. */
export function keyOf(type: Type): string {
  return JSON.stringify(type);
}

/** The union of `types`: flat, without repetitions, `never`s and members that another one covers. */
export function unionOf(types: readonly Type[]): Type {
  const members = new Map<string, Type>();
  for (const type of types.flatMap((each) => (each.kind === "union" ? each.of : [each]))) {
    if (type.kind === "unknown") return unknownType;
    if (type.kind !== "never") members.set(keyOf(type), type);
  }
  joinBooleans(members);
  const of = [...members.values()].filter((type) => type.kind !== "literal" || !members.has(keyOf({ kind: laneOfLiteral(type.value) })));
  if (of.length === 0) return neverType;
  return of.length === 1 && of[0] !== undefined ? of[0] : { kind: "union", of };
}

function joinBooleans(members: Map<string, Type>): void {
  const yes = keyOf({ kind: "literal", value: true });
  const no = keyOf({ kind: "literal", value: false });
  if (!members.has(yes) || !members.has(no)) return;
  members.set(yes, { kind: "boolean" });
  members.delete(no);
}

export function laneOfLiteral(value: string | number | boolean): "string" | "number" | "boolean" {
  return typeof value as "string" | "number" | "boolean";
}

/** Whether an object says nothing of particular keys, so that it reads best as `Record<string, …>`. */
export function isMap(type: ObjectType): boolean {
  return type.members.length === 0 && type.patterns.every(({ pattern }) => templateOf(pattern) === undefined);
}

/** The TypeScript template for a pattern that is plain text at one end (`^x-`, `_id$`); undefined for every other pattern. */
export function templateOf(pattern: string): string | undefined {
  const prefix = /^\^([\w:/-]+)(?:\.\*)?$/.exec(pattern)?.[1];
  if (prefix !== undefined) return `\`${prefix}\${string}\``;
  const suffix = /^(?:\.\*)?([\w:/-]+)\$$/.exec(pattern)?.[1];
  return suffix === undefined ? undefined : `\`\${string}${suffix}\``;
}
