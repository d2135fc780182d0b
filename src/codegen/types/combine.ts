import type { Json } from "#contract";
import { intersect, mergeObjects } from "./intersect.js";
import { isWholeLane, lanesOf, type Resolve, withinLanes } from "./lanes.js";
import { listOf, type Node, type Scope } from "./scope.js";
import { allLanes, type Lane, type Member, neverType, type ObjectType, type Type, unionOf } from "./type.js";

/**
 * `oneOf` and `anyOf` beside what the schema itself says. Alternatives that have a name or a tag of their own take the shared keys in;
 * otherwise the shared keys stay in one place, as `Shared & (A | B)`. Both narrow.
 */
export function amongAlternatives(base: Type, branches: readonly Type[], resolve: Resolve): Type {
  const lanes = lanesOf(base, resolve);
  const alternatives = branches.flatMap((branch) => withinLanes(branch, lanes, resolve));
  const within = withinLanes(base, new Set(alternatives.flatMap((type) => [...lanesOf(type, resolve)])), resolve);
  const [shared] = within;
  if (within.length === 1 && shared?.kind === "object" && !isWholeLane(shared) && alternatives.every((type) => type.kind === "object")) {
    if (alternatives.every((type) => type.title !== undefined) || tagOf(alternatives) !== undefined) {
      return unionOf(alternatives.map((type) => merged(shared, type, resolve)));
    }
  }
  return intersect(unionOf(within), unionOf(alternatives), resolve);
}

function merged(base: ObjectType, variant: ObjectType, resolve: Resolve): Type {
  const type = mergeObjects(base, variant, resolve);
  if (type.kind !== "object") return type;
  return {
    ...type,
    ...(variant.title === undefined ? {} : { title: variant.title }),
    ...(variant.doc === undefined ? {} : { doc: variant.doc }),
  };
}

/** The key whose value tells objects apart: required and a different literal in each. */
export function tagOf(objects: readonly ObjectType[]): string | undefined {
  const [first, ...others] = objects;
  if (first === undefined || others.length === 0) return undefined;
  return first.members.find(
    ({ name }) =>
      new Set(objects.map((object) => tagValue(object, name) ?? "")).size === objects.length &&
      objects.every((object) => tagValue(object, name) !== undefined),
  )?.name;
}

/** The one value that a required key of an object may have, as text. */
export function tagValue(object: ObjectType, name: string): string | undefined {
  const member: Member | undefined = object.members.find((candidate) => candidate.name === name);
  return member?.required === true && member.type.kind === "literal" ? String(member.type.value) : undefined;
}

/** `if`/`then`/`else`: what passes satisfies `if` and `then`, or `else`. Without one of the two branches nothing can be said of the type. */
export function withConditions(scope: Scope, type: Type, node: Node, at: string): Type {
  if (node.if === undefined || node.then === undefined || node.else === undefined) return type;
  const yes = intersect(scope.child(node.if, `${at}/if`), scope.child(node.then, `${at}/then`), scope.resolve);
  return amongAlternatives(type, [yes, scope.child(node.else, `${at}/else`)], scope.resolve);
}

/** `not` narrows a type where it forbids whole kinds of value or listed values; everything else it forbids stays with the validator. */
export function withoutNegated(type: Type, node: Node, resolve: Resolve): Type {
  const not = node.not;
  if (not === undefined || not === false) return type;
  if (not === true) return neverType;
  if (typeof not !== "object" || not === null || Array.isArray(not)) return type;
  const forbidden = not as Node;
  const keywords = Object.keys(forbidden);
  if (keywords.length === 0) return neverType;
  if (keywords.length > 1) return type;
  if (forbidden.type !== undefined)
    return withoutLanes(type, typeof forbidden.type === "string" ? [forbidden.type] : listOf(forbidden.type), resolve);
  const values = forbidden.const !== undefined ? [forbidden.const] : listOf(forbidden.enum);
  return values.length === 0 ? type : withoutValues(type, values);
}

function withoutLanes(type: Type, forbidden: readonly Json[], resolve: Resolve): Type {
  const lanes: ReadonlySet<Lane> = new Set(allLanes.filter((lane) => !forbidden.includes(lane)));
  return [...lanesOf(type, resolve)].every((lane) => lanes.has(lane)) ? type : unionOf(withinLanes(type, lanes, resolve));
}

function withoutValues(type: Type, values: readonly Json[]): Type {
  if (type.kind !== "union" && type.kind !== "literal") return type;
  const members = type.kind === "union" ? type.of : [type];
  return unionOf(
    members.filter(
      (member) => !(member.kind === "literal" ? values.includes(member.value) : member.kind === "null" && values.includes(null)),
    ),
  );
}
