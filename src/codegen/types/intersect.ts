import { isWholeLane, lanesOf, type Resolve, withinLanes } from "./lanes.js";
import { keyOf, type Lane, type Member, neverType, type ObjectType, type Type, unionOf, unknownType } from "./type.js";

/**
 * What both types let in. Objects are merged into one, references to objects included, so that the result reads as one interface
 * and narrows on its tags; what cannot be merged stays a TypeScript intersection, which is always right.
 */
export function intersect(left: Type, right: Type, resolve: Resolve): Type {
  if (left.kind === "unknown" || right.kind === "never") return right;
  if (right.kind === "unknown" || left.kind === "never") return left;
  if (keyOf(left) === keyOf(right)) return left;
  const other = lanesOf(right, resolve);
  const shared = new Set([...lanesOf(left, resolve)].filter((lane) => other.has(lane)));
  const lefts = withinLanes(left, shared, resolve);
  const rights = withinLanes(right, shared, resolve);
  if (areWholeLanes(lefts, shared) && rights.every((type) => staysWithin(type, shared, resolve))) return rebuild(right, rights);
  if (areWholeLanes(rights, shared) && lefts.every((type) => staysWithin(type, shared, resolve))) return rebuild(left, lefts);
  if (lefts.length * rights.length <= 1 || (lefts.every(isPlain) && rights.every(isPlain))) {
    return unionOf(lefts.flatMap((each) => rights.map((twin) => intersectOne(each, twin, resolve))));
  }
  return { kind: "intersection", of: [...parts(rebuild(left, lefts)), ...parts(rebuild(right, rights))] };
}

/** Whether types are the whole of each of `lanes`, so that they let everything within these through unchanged. */
function areWholeLanes(types: readonly Type[], lanes: ReadonlySet<Lane>): boolean {
  return types.length === lanes.size && types.every(isWholeLane);
}

function staysWithin(type: Type, lanes: ReadonlySet<Lane>, resolve: Resolve): boolean {
  return [...lanesOf(type, resolve)].every((lane) => lanes.has(lane));
}

/** The same type when nothing of it went away, so that its title and description stay. */
function rebuild(type: Type, kept: readonly Type[]): Type {
  return type.kind === "union" && type.of.length === kept.length ? type : unionOf(kept);
}

function parts(type: Type): readonly Type[] {
  return type.kind === "intersection" ? type.of : [type];
}

/** Types whose pairwise intersections stay small: anything but references and objects with keys of their own. */
function isPlain(type: Type): boolean {
  return type.kind !== "ref" && type.kind !== "intersection" && (type.kind !== "object" || isWholeLane(type));
}

function intersectOne(left: Type, right: Type, resolve: Resolve): Type {
  if (keyOf(left) === keyOf(right)) return left;
  if (left.kind === "literal" && right.kind === "literal") return neverType;
  if (left.kind === "literal" && right.kind !== "ref") return typeof left.value === right.kind ? left : neverType;
  if (right.kind === "literal" && left.kind !== "ref") return typeof right.value === left.kind ? right : neverType;
  if (left.kind === "array" && right.kind === "array") return { kind: "array", items: intersect(left.items, right.items, resolve) };
  const one = objectOf(left, resolve);
  const other = objectOf(right, resolve);
  if (one !== undefined && other !== undefined) return mergeObjects(one, other, resolve);
  if ([...lanesOf(left, resolve)].every((lane) => !lanesOf(right, resolve).has(lane))) return neverType;
  return { kind: "intersection", of: [...parts(left), ...parts(right)] };
}

/** The object a type is, references followed. */
export function objectOf(type: Type, resolve: Resolve): ObjectType | undefined {
  if (type.kind === "object") return type;
  if (type.kind !== "ref") return undefined;
  const target = resolve.type(type.id);
  return target === undefined ? undefined : objectOf(target, resolve);
}

/** One object with the keys of both. */
export function mergeObjects(left: ObjectType, right: ObjectType, resolve: Resolve): Type {
  const members: Member[] = left.members.map((member) => mergeMember(member, right, resolve));
  const names = new Set(members.map((member) => member.name));
  for (const member of right.members) if (!names.has(member.name)) members.push(mergeMember(member, left, resolve));
  if (members.some((member) => member.required && member.type.kind === "never")) return neverType;
  const patterns = [
    ...left.patterns,
    ...right.patterns.filter(
      (entry) => !left.patterns.some((known) => keyOf(known.type) === keyOf(entry.type) && known.pattern === entry.pattern),
    ),
  ];
  return { kind: "object", members, patterns, rest: mergeRest(left.rest, right.rest, resolve) };
}

function mergeMember(member: Member, other: ObjectType, resolve: Resolve): Member {
  const twin = other.members.find((candidate) => candidate.name === member.name);
  if (twin === undefined) return { ...member, type: intersect(member.type, typeOfOtherKey(other, member.name, resolve), resolve) };
  const doc = member.doc ?? twin.doc;
  const merged = { name: member.name, type: intersect(member.type, twin.type, resolve), required: member.required || twin.required };
  return doc === undefined ? merged : { ...merged, doc };
}

function mergeRest(left: ObjectType["rest"], right: ObjectType["rest"], resolve: Resolve): ObjectType["rest"] {
  if (left === "closed" || right === "closed") return "closed";
  if (left === "open") return right;
  return right === "open" ? left : intersect(left, right, resolve);
}

/** What an object says of a key that it does not list. A closed object says nothing here: the wider type is the useful one. */
export function typeOfOtherKey(object: Pick<ObjectType, "rest" | "patterns">, key: string, resolve: Resolve): Type {
  const matching = object.patterns.filter(({ pattern }) => matches(pattern, key));
  if (matching.length > 0) return matching.map(({ type }) => type).reduce((left, right) => intersect(left, right, resolve));
  return typeof object.rest === "object" ? object.rest : unknownType;
}

/** Whether a key falls under a `patternProperties` pattern, as the validators read it. An invalid pattern is reported with the contract. */
export function matches(pattern: string, key: string): boolean {
  try {
    return new RegExp(pattern, "u").test(key);
  } catch {
    return false;
  }
}
