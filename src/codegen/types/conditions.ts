import type { Json } from "#contract";
import { amongAlternatives } from "./combine.js";
import { intersect } from "./intersect.js";
import { lanesOf, type Resolve, withinLanes } from "./lanes.js";
import { listOf, type Node, type Scope } from "./scope.js";
import { constantsOf } from "./tags.js";
import { allLanes, type Lane, neverType, type ObjectType, type Type, unionOf } from "./type.js";

/** A schema with `if`, and its id. */
export interface Condition {
  readonly node: Node;
  readonly at: string;
}

const conditionalKeywords = new Set(["if", "then", "else", "title", "description", "$comment"]);

/** Whether a part of `allOf` does nothing but set a condition, so that it reads best together with what surrounds it. */
export function isCondition(node: Json | undefined): node is Node {
  if (typeof node !== "object" || node === null || Array.isArray(node)) return false;
  return "if" in node && Object.keys(node).every((keyword) => conditionalKeywords.has(keyword));
}

/**
 * `if`/`then`/`else`. Conditions on the value of one tag give one type for each outcome, which narrows. Of others only what holds on both
 * sides is said: a value that passes satisfies `if` and `then`, or else `else`.
 */
export function withConditions(scope: Scope, type: Type, conditions: readonly Condition[]): Type {
  if (conditions.length === 0) return type;
  return splitByTag(scope, type, conditions) ?? conditions.reduce((narrowed, condition) => withCondition(scope, narrowed, condition), type);
}

function withCondition(scope: Scope, type: Type, { node, at }: Condition): Type {
  if (node.then === undefined || node.else === undefined) return type;
  const lanes = lanesOf(type, scope.resolve);
  const within = (part: Type): Type => unionOf(withinLanes(part, lanes, scope.resolve));
  const yes = intersect(within(scope.child(node.if, `${at}/if`)), within(scope.child(node.then, `${at}/then`)), scope.resolve);
  return amongAlternatives(type, [yes, scope.child(node.else, `${at}/else`)], scope.resolve);
}

interface TagTest {
  readonly tag: string;
  readonly values: readonly Json[];
}

/** `if: {properties: {tag: {const}}}`, in all the ways to write it. */
function tagTest(test: Json | undefined): TagTest | undefined {
  if (typeof test !== "object" || test === null || Array.isArray(test)) return undefined;
  const node = test as Node;
  const [entry, ...others] = Object.entries(node.properties ?? {});
  if (
    entry === undefined ||
    others.length > 0 ||
    Object.keys(node).some((keyword) => !["properties", "required", "type"].includes(keyword))
  )
    return undefined;
  const [tag, property] = entry as [string, Node];
  if (listOf(node.required).some((name) => name !== tag) || (node.type !== undefined && node.type !== "object")) return undefined;
  if (Object.keys(property).length !== 1) return undefined;
  const values = property.const === undefined ? listOf(property.enum) : [property.const];
  return values.length === 0 ? undefined : { tag, values };
}

function splitByTag(scope: Scope, type: Type, conditions: readonly Condition[]): Type | undefined {
  const tests = conditions.map(({ node }) => tagTest(node.if));
  const tag = tests[0]?.tag;
  if (type.kind !== "object" || tag === undefined || tests.some((test) => test?.tag !== tag)) return undefined;
  const member = type.members.find(({ name }) => name === tag);
  const constants = member?.required === true ? constantsOf(member.type) : undefined;
  if (constants === undefined) return undefined;
  const groups = new Map<string, Type[]>();
  for (const constant of constants) {
    const value = constant.kind === "literal" ? constant.value : null;
    const outcome = tests.map((test) => (test?.values.includes(value) === true ? "then" : "else")).join();
    groups.set(outcome, [...(groups.get(outcome) ?? []), constant]);
  }
  return unionOf(
    [...groups].map(([outcome, values]) => withOutcome(scope, narrowed(type, tag, unionOf(values)), conditions, outcome.split(","))),
  );
}

function narrowed({ members, rest, patterns }: ObjectType, tag: string, values: Type): ObjectType {
  return { kind: "object", rest, patterns, members: members.map((member) => (member.name === tag ? { ...member, type: values } : member)) };
}

function withOutcome(scope: Scope, type: Type, conditions: readonly Condition[], outcome: readonly string[]): Type {
  return conditions.reduce((sum, { node, at }, index) => {
    const branch = outcome[index] ?? "";
    return node[branch] === undefined ? sum : intersect(sum, scope.child(node[branch], `${at}/${branch}`), scope.resolve);
  }, type);
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
