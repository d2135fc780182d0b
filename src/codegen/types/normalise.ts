import type { Json, Schema, SchemaNode } from "#contract";
import { arrayType } from "./arrays.js";
import { amongAlternatives } from "./combine.js";
import { type Condition, isCondition, withConditions, withoutNegated } from "./conditions.js";
import { docOf } from "./doc.js";
import { intersect } from "./intersect.js";
import { lanesOf, type Resolve, wholeLane } from "./lanes.js";
import { objectType } from "./objects.js";
import { isList, listOf, type Node, type Scope } from "./scope.js";
import { allLanes, type Lane, neverType, type Type, unionOf, unknownType } from "./type.js";

/** Types of schemas by id, each worked out once. */
export function createScope(schemas: ReadonlyMap<string, Schema>): Scope {
  const done = new Map<string, Type>();
  const lanes = new Map<string, ReadonlySet<Lane>>();
  const busy = new Set<string>();
  const endlessIds = new Set<string>();
  const typeOf = (id: string): Type | undefined => {
    const known = done.get(id);
    const schema = schemas.get(id);
    if (known !== undefined || busy.has(id) || schema === undefined) return known;
    busy.add(id);
    const type = typeOfNode(scope, schema.node, id);
    busy.delete(id);
    const endless = consistsOf(type, id, done);
    if (endless) endlessIds.add(id);
    done.set(id, endless ? unknownType : type);
    lanes.set(id, lanesOf(endless ? unknownType : type, resolve));
    return done.get(id);
  };
  const resolve: Resolve = {
    type: typeOf,
    lanes: (id) => (typeOf(id) === undefined ? undefined : lanes.get(id)) ?? new Set(allLanes),
  };
  const scope: Scope = {
    schemas,
    endlessIds,
    resolve,
    child: (node, at) => (schemas.has(at) ? { kind: "ref", id: at } : typeOfNode(scope, asSchema(node), at)),
  };
  return scope;
}

/** Whether `id` is among the schemas that a type is directly made of: not through a key or an item. */
function consistsOf(type: Type, id: string, done: ReadonlyMap<string, Type>): boolean {
  const made = new Set(parts(type));
  for (const part of made) for (const further of parts(done.get(part) ?? unknownType)) made.add(further);
  return made.has(id);
}

function parts(type: Type): readonly string[] {
  if (type.kind === "ref") return [type.id];
  return type.kind === "union" || type.kind === "intersection" ? type.of.flatMap(parts) : [];
}

/** Anything that is not a schema counts as the empty one: the contract's own checks report it. */
function asSchema(node: Json | undefined): SchemaNode {
  return typeof node === "boolean" || (typeof node === "object" && node !== null && !isList(node)) ? node : true;
}

/** The type of one draft-07 schema. Keywords beside `$ref` are ignored, as draft-07 asks (section 8.3). */
function typeOfNode(scope: Scope, node: SchemaNode, at: string): Type {
  if (typeof node === "boolean") return node ? unknownType : neverType;
  const target = node.$ref;
  if (typeof target === "string") return scope.schemas.has(target) ? { kind: "ref", id: target } : unknownType;
  let type = ownType(scope, node, at);
  const conditions: Condition[] = node.if === undefined ? [] : [{ node, at }];
  for (const [index, part] of listOf(node.allOf).entries()) {
    if (isCondition(part)) conditions.push({ node: part, at: `${at}/allOf/${index}` });
    else type = intersect(type, scope.child(part, `${at}/allOf/${index}`), scope.resolve);
  }
  for (const keyword of ["oneOf", "anyOf"]) {
    const branches = listOf(node[keyword]).map((branch, index) => scope.child(branch, `${at}/${keyword}/${index}`));
    if (branches.length > 0) type = amongAlternatives(type, branches, scope.resolve);
  }
  return described(withoutNegated(withConditions(scope, type, conditions), node, scope.resolve), node);
}

/** The title and description of a merged type are those of the schema that merges, never of a part. */
function described(type: Type, node: Node): Type {
  if (type.kind !== "object" && type.kind !== "union" && type.kind !== "intersection") return type;
  const { title: _title, doc: _doc, ...bare } = { title: undefined, ...type };
  const title = node.title;
  const doc = docOf(node);
  return {
    ...bare,
    ...(typeof title === "string" && type.kind !== "intersection" ? { title } : {}),
    ...(doc.length > 0 ? { doc } : {}),
  };
}

const arrayKeywords = ["items", "additionalItems", "minItems", "maxItems"];
const objectKeywords = ["properties", "patternProperties", "additionalProperties", "required"];

/** What a schema says itself, apart from the schemas it combines. */
function ownType(scope: Scope, node: Node, at: string): Type {
  const lanes = statedLanes(node);
  if (node.const !== undefined) return literals([node.const], lanes);
  if (isList(node.enum)) return literals(node.enum, lanes);
  const structured = [...arrayKeywords, ...objectKeywords].some((keyword) => node[keyword] !== undefined);
  if (lanes.length === allLanes.length && !structured) return unknownType;
  const type = unionOf(
    lanes.map((lane) =>
      lane === "array" ? arrayType(scope, node, at) : lane === "object" ? objectType(scope, node, at) : wholeLane(lane),
    ),
  );
  return type.kind === "union" && node.type === undefined ? { ...type, untyped: true } : type;
}

/** The kinds of value that `type` names, in its order; all without it. Ajv also reads OpenAPI's `nullable` beside `type`. */
function statedLanes(node: Node): readonly Lane[] {
  const stated = typeof node.type === "string" ? [node.type] : node.type;
  if (!isList(stated)) return allLanes;
  const names = node.nullable === true ? [...stated, "null"] : stated;
  return [...new Set(names.map((name) => (name === "integer" ? "number" : name)))].filter((name): name is Lane =>
    allLanes.includes(name as Lane),
  );
}

function literals(values: readonly Json[], lanes: readonly Lane[]): Type {
  return unionOf(values.filter((value) => lanes.includes(laneOf(value))).map(literalOf));
}

function laneOf(value: Json): Lane {
  if (value === null) return "null";
  if (isList(value)) return "array";
  return typeof value as Lane;
}

/** The type of exactly one JSON value. */
function literalOf(value: Json): Type {
  if (value === null) return { kind: "null" };
  if (isList(value)) return { kind: "tuple", items: value.map(literalOf), required: value.length };
  if (typeof value !== "object") return { kind: "literal", value };
  const members = Object.entries(value).map(([name, entry]) => ({ name, type: literalOf(entry), required: true }));
  return { kind: "object", members, rest: "closed", patterns: [] };
}
