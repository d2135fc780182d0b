import { isDependencyOnSchema } from "./claims.js";
import { SchemaError } from "./graph.js";
import { type Keywords, type Node, resolved } from "./node.js";

/**
 * Throws for a schema that speaks of a value by speaking of the same value again, for ever: no validator comes to an end with it.
 * Returns all schemas that it is made of.
 */
export function checkGrounded(root: Node): ReadonlySet<Node> {
  const finished = new Set<Node>();
  const above = new Set<Node>();
  const seen = new Set<Node>();
  const roots = [root];
  const visit = (given: Node): void => {
    const node = resolved(given);
    if (above.has(node)) throw new SchemaError(node.origin, "the schema refers to itself in place");
    if (finished.has(node)) return;
    above.add(node);
    for (const part of inPlace(node.keywords ?? {})) visit(part);
    above.delete(node);
    finished.add(node);
  };
  for (let next = roots.pop(); next !== undefined; next = roots.pop()) {
    const node = resolved(next);
    if (seen.has(node)) continue;
    seen.add(node);
    visit(node);
    roots.push(...inPlace(node.keywords ?? {}), ...partsOf(node.keywords ?? {}));
  }
  return seen;
}

/**
 * Ajv, where it stops at the first fault, forgets `contains` for lists that are shorter than a list of `items` beside it. It is not clear then
 * what the schema means.
 */
export const isAmbiguous = ({ keywords }: Node): boolean => keywords?.contains !== undefined && (keywords.prefix?.length ?? 0) > 0;

/** Schemas about the same value. */
function inPlace(keywords: Keywords): Node[] {
  const { allOf = [], anyOf = [], oneOf = [], dependencies } = keywords;
  const single = [keywords.not, keywords.condition, keywords.consequence, keywords.alternative];
  return [
    ...allOf,
    ...anyOf,
    ...oneOf,
    ...single.filter((node) => node !== undefined),
    ...[...(dependencies?.values() ?? [])].filter(isDependencyOnSchema),
  ];
}

/** Schemas about parts of the value. */
function partsOf(keywords: Keywords): Node[] {
  const { items, prefix = [], additionalItems, contains, properties, patternProperties, additionalProperties, propertyNames } = keywords;
  const single = [items, additionalItems, contains, additionalProperties, propertyNames].filter((node) => node !== undefined);
  return [...single, ...prefix, ...(properties?.values() ?? []), ...(patternProperties?.values() ?? [])];
}
