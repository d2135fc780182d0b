import { allLanes, type Lane, laneOfLiteral, type Type } from "./type.js";

/** What is known of schemas by id. Of one that is still being worked out: no type, and every lane. */
export interface Resolve {
  type(id: string): Type | undefined;
  lanes(id: string): ReadonlySet<Lane>;
}

/** Which kinds of value a type lets in. */
export function lanesOf(type: Type, resolve: Resolve): ReadonlySet<Lane> {
  switch (type.kind) {
    case "never":
      return new Set();
    case "unknown":
    case "named":
      return new Set(allLanes);
    case "literal":
      return new Set([laneOfLiteral(type.value)]);
    case "tuple":
      return new Set(["array"]);
    case "union":
      return new Set(type.of.flatMap((member) => [...lanesOf(member, resolve)]));
    case "intersection":
      return new Set(allLanes.filter((lane) => type.of.every((part) => lanesOf(part, resolve).has(lane))));
    case "ref":
      return resolve.lanes(type.id);
    default:
      return new Set([type.kind]);
  }
}

/** The part of a type within `lanes`. */
export function withinLanes(type: Type, lanes: ReadonlySet<Lane>, resolve: Resolve): readonly Type[] {
  if (type.kind === "unknown") {
    return lanes.size === allLanes.length ? [type] : allLanes.filter((lane) => lanes.has(lane)).map(wholeLane);
  }
  const members = type.kind === "union" ? type.of : [type];
  return members.filter((member) => [...lanesOf(member, resolve)].some((lane) => lanes.has(lane)));
}

/** Every value of one kind. */
export function wholeLane(lane: Lane): Type {
  if (lane === "array") return { kind: "array", items: { kind: "unknown" } };
  if (lane === "object") return { kind: "object", members: [], rest: "open", patterns: [] };
  return { kind: lane };
}

/** Whether a type is a whole lane: its intersection with anything of that lane is that thing. */
export function isWholeLane(type: Type): boolean {
  if (type.kind === "array") return type.items.kind === "unknown";
  if (type.kind === "object") return type.members.length === 0 && type.patterns.length === 0 && isOpen(type.rest);
  return type.kind === "null" || type.kind === "boolean" || type.kind === "number" || type.kind === "string";
}

function isOpen(rest: "open" | "closed" | Type): boolean {
  return rest === "open" || (typeof rest === "object" && rest.kind === "unknown");
}
