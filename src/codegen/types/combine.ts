import { intersect, mergeObjects, objectOf } from "./intersect.js";
import { isWholeLane, lanesOf, type Resolve, withinLanes } from "./lanes.js";
import { tagOf } from "./tags.js";
import { keyOf, type ObjectType, type Type, unionOf } from "./type.js";

/**
 * `oneOf` and `anyOf` beside what the schema itself says. Alternatives that have a name or a tag of their own take the shared keys in;
 * otherwise the shared keys stay in one place, as `Shared & (A | B)`. Both narrow.
 */
export function amongAlternatives(base: Type, branches: readonly Type[], resolve: Resolve): Type {
  const lanes = lanesOf(base, resolve);
  const alternatives = branches.flatMap((branch) => withinLanes(branch, lanes, resolve));
  const within = withinLanes(base, new Set(alternatives.flatMap((type) => [...lanesOf(type, resolve)])), resolve);
  const [shared] = within;
  if (within.length === 1 && shared?.kind === "object" && !isWholeLane(shared)) {
    const united = uniteVariants(shared, alternatives, resolve);
    if (united !== undefined) return united;
  }
  return intersect(unionOf(within), unionOf(alternatives), resolve);
}

function uniteVariants(shared: ObjectType, alternatives: readonly Type[], resolve: Resolve): Type | undefined {
  if (alternatives.every((type) => saysAll(objectOf(type, resolve), shared, resolve))) return unionOf(alternatives);
  if (!alternatives.every((type) => type.kind === "object")) return undefined;
  const variants = alternatives.map((type) => merged(shared, type, resolve)).filter((type) => type.kind === "object");
  return variants.every((type) => type.title !== undefined) || tagOf(variants) !== undefined ? unionOf(variants) : undefined;
}

/** Whether an alternative repeats everything that the shared keys say, so that they need no second mention. */
function saysAll(alternative: ObjectType | undefined, shared: ObjectType, resolve: Resolve): boolean {
  if (alternative === undefined || shared.rest !== "open" || shared.patterns.length > 0) return false;
  return shared.members.every((member) => {
    const own = alternative.members.find(({ name }) => name === member.name);
    return own !== undefined && (own.required || !member.required) && keyOf(intersect(own.type, member.type, resolve)) === keyOf(own.type);
  });
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
