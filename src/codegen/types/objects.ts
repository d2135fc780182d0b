import type { Json, SchemaNode } from "#contract";
import { docOf } from "./doc.js";
import { intersect, matches, typeOfOtherKey } from "./intersect.js";
import { listOf, type Node, type Scope } from "./scope.js";
import { type Member, neverType, type ObjectType, type PatternMember, type Type, unknownType } from "./type.js";

/**
 * The object part of a schema. Draft-07 objects are open unless they say otherwise; an open object shows its known keys only, since
 * further keys are legal in TypeScript too. Only an explicit `additionalProperties` (or a pattern) becomes an index signature.
 */
export function objectType(scope: Scope, node: Node, at: string): Type {
  const patterns: PatternMember[] = entriesOf(node.patternProperties).map(([pattern, entry]) => {
    return { pattern, type: scope.child(entry, `${at}/patternProperties/${escapePointer(pattern)}`) };
  });
  const shape = { kind: "object", patterns, rest: restOf(scope, node, at) } as const;
  const required = new Set(listOf(node.required).filter((name) => typeof name === "string"));
  const members = entriesOf(node.properties).map(([name, entry]) => memberOf(scope, shape, name, entry, required.has(name), at));
  const known = new Set(members.map((member) => member.name));
  for (const name of required) {
    if (!known.has(name)) members.push({ name, type: typeOfOtherKey(shape, name, scope.resolve), required: true });
  }
  return members.some((member) => member.required && member.type.kind === "never") ? neverType : { ...shape, members };
}

function memberOf(scope: Scope, shape: Omit<ObjectType, "members">, name: string, entry: Json, required: boolean, at: string): Member {
  // Ajv looks at no key of this name, whatever its schema says.
  const type = name === "__proto__" ? unknownType : typeOfKnownKey(scope, shape, name, entry, at);
  const doc = docOf(entry as SchemaNode);
  return { name, type, required, ...(doc.length > 0 ? { doc } : {}) };
}

function typeOfKnownKey(scope: Scope, shape: Omit<ObjectType, "members">, name: string, entry: Json, at: string): Type {
  const own = scope.child(entry, `${at}/properties/${escapePointer(name)}`);
  const matching = shape.patterns.filter(({ pattern }) => matches(pattern, name));
  return matching.reduce((narrowed, pattern) => intersect(narrowed, pattern.type, scope.resolve), own);
}

function restOf(scope: Scope, node: Node, at: string): ObjectType["rest"] {
  const more = node.additionalProperties;
  if (more === undefined) return "open";
  if (more === false) return "closed";
  return more === true ? unknownType : scope.child(more, `${at}/additionalProperties`);
}

function entriesOf(value: Json | undefined): readonly [string, Json][] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** RFC 6901, section 3. */
function escapePointer(segment: string): string {
  return segment.replaceAll("~", "~0").replaceAll("/", "~1");
}
