/** Schemas that speak of the same value as the schema they stand in. */
import type { ContractSet, SchemaNode } from "#contract";
import { isList, isObject, type JsonObject, own } from "../schema/json.js";

type Schemas = ContractSet["schemas"];

/** A schema and all that `$ref`, `allOf`, `anyOf`, `oneOf`, `if` and `dependencies` add to it, conditions included, each once. */
export function inPlace(node: SchemaNode, schemas: Schemas): readonly JsonObject[] {
  const found = new Set<JsonObject>();
  const open: unknown[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!isObject(next) || found.has(next)) continue;
    const target = own(next, "$ref");
    if (typeof target === "string") {
      open.push(schemas.get(target)?.node);
      continue;
    }
    found.add(next);
    const dependencies = own(next, "dependencies");
    open.push(
      ...branchesOf(next, "allOf"),
      ...branchesOf(next, "anyOf"),
      ...branchesOf(next, "oneOf"),
      ...["if", "then", "else"].map((keyword) => own(next, keyword) ?? true),
      ...(isObject(dependencies) ? Object.values(dependencies) : []),
    );
  }
  return [...found];
}

/** The branches of a schema of which a value need not satisfy all. */
export function alternatives(part: JsonObject): readonly SchemaNode[] {
  const conditions = ["if", "then", "else"].map((keyword) => own(part, keyword) as SchemaNode | undefined);
  return [...branchesOf(part, "oneOf"), ...branchesOf(part, "anyOf"), ...conditions.filter((branch) => branch !== undefined)];
}

/** Whether every object that the schema allows has properties that the schema names. */
export function declaresProperties(node: SchemaNode, schemas: Schemas, around: ReadonlySet<unknown> = new Set()): boolean {
  if (!isObject(node) || around.has(node)) return node === false;
  const inner = new Set(around).add(node);
  const declares = (below: SchemaNode): boolean => declaresProperties(below, schemas, inner);
  const target = own(node, "$ref");
  if (typeof target === "string") return declares(schemas.get(target)?.node ?? true);
  if (isFilled(own(node, "properties")) || isFilled(own(node, "patternProperties"))) return true;
  if (branchesOf(node, "allOf").some(declares)) return true;
  const everyObject = (branches: readonly SchemaNode[]): boolean =>
    branches.some(declares) && branches.every((branch) => declares(branch) || !canBeObject(branch, schemas));
  if (everyObject(branchesOf(node, "anyOf")) || everyObject(branchesOf(node, "oneOf"))) return true;
  const [yes = true, no = true] = [own(node, "then"), own(node, "else")] as (SchemaNode | undefined)[];
  return Object.hasOwn(node, "if") && everyObject([yes, no]);
}

/** Whether a schema's types leave room for an object. */
export function canBeObject(node: SchemaNode, schemas: Schemas, around: ReadonlySet<unknown> = new Set()): boolean {
  if (!isObject(node) || around.has(node)) return node !== false;
  const inner = new Set(around).add(node);
  const can = (below: SchemaNode): boolean => canBeObject(below, schemas, inner);
  const target = own(node, "$ref");
  if (typeof target === "string") return can(schemas.get(target)?.node ?? true);
  const [type, fixed, listed] = [own(node, "type"), own(node, "const"), own(node, "enum")];
  if (type !== undefined && type !== "object" && !(isList(type) && type.includes("object"))) return false;
  if (fixed !== undefined && !isObject(fixed)) return false;
  if (isList(listed) && !listed.some(isObject)) return false;
  if (!branchesOf(node, "allOf").every(can)) return false;
  return [branchesOf(node, "anyOf"), branchesOf(node, "oneOf")].every((branches) => branches.length === 0 || branches.some(can));
}

const isFilled = (value: unknown): boolean => isObject(value) && Object.keys(value).length > 0;

function branchesOf(node: JsonObject, keyword: string): readonly SchemaNode[] {
  const branches = own(node, keyword);
  return isList(branches) ? (branches as readonly SchemaNode[]) : [];
}
