import { listOf, type Node, type Scope } from "./scope.js";
import { type Type, unknownType } from "./type.js";

/** Arrays of one fixed, small length read and destructure best as tuples. */
const longestTuple = 4;

/** The array part of a schema: `items`, `additionalItems`, `minItems`, `maxItems`. Other rules about length stay with the validator. */
export function arrayType(scope: Scope, node: Node, at: string): Type {
  const most = typeof node.maxItems === "number" ? node.maxItems : Number.POSITIVE_INFINITY;
  const least = typeof node.minItems === "number" ? node.minItems : 0;
  if (Array.isArray(node.items) && node.items.length > 0) return tupleType(scope, node, at, least, most);
  if (most === 0) return { kind: "tuple", items: [], required: 0 };
  const items = Array.isArray(node.items)
    ? scope.child(node.additionalItems ?? true, `${at}/additionalItems`)
    : scope.child(node.items ?? true, `${at}/items`);
  if (least !== most || most > longestTuple) return { kind: "array", items };
  return { kind: "tuple", items: Array.from({ length: most }, () => items), required: most };
}

function tupleType(scope: Scope, node: Node, at: string, least: number, most: number): Type {
  const items = listOf(node.items)
    .slice(0, most)
    .map((item, index) => scope.child(item, `${at}/items/${index}`));
  const tuple = { kind: "tuple", items, required: Math.min(least, items.length) } as const;
  const more = node.additionalItems;
  if (more === false || most <= items.length) return tuple;
  return { ...tuple, rest: more === undefined ? unknownType : scope.child(more, `${at}/additionalItems`) };
}
