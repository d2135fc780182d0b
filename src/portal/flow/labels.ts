/** What stands on a line, and what is told to who asks. */
import type { DeathReason, RouteEdge } from "#contract";
import { durationPhrase } from "../phrases/duration.js";
import { reasonsPhrase } from "../phrases/way.js";

/** Keys of the bindings in a picture, by node id of their exchange. */
export type Bound = ReadonlyMap<string, ReadonlySet<string>>;

export function boundKeys(bundles: readonly (readonly RouteEdge[])[]): Bound {
  const bound = new Map<string, Set<string>>();
  for (const { kind, from, routingKey = "" } of bundles.flat()) {
    if (kind === "bind") bound.set(from, (bound.get(from) ?? new Set()).add(routingKey));
  }
  return bound;
}

const mostKeys = 3;

/** One thing a line: a delay, a key. A key that a binding shows already, on the next line of the way, does not stand on the line before. */
export function labelOf(bundle: readonly RouteEdge[], bound: Bound): string {
  const delays = unique(
    bundle.flatMap(({ kind, afterMs }) => (kind === "expire" && afterMs !== undefined ? [durationPhrase(afterMs)] : [])),
  );
  const fails = bundle.some(({ kind }) => kind === "dead-letter");
  const after = delays.length === 0 ? [] : [`${fails ? "failed, or " : ""}after ${delays.join(", ")}`];
  const keys = keysOf(bundle).filter((key) => bundle.some(({ to, routingKey }) => routingKey === key && bound.get(to)?.has(key) !== true));
  const shown = keys.length > mostKeys ? [...keys.slice(0, mostKeys - 1), `+ ${keys.length - mostKeys + 1} more`] : keys;
  return [...after, ...(bundle.some(({ kind }) => kind === "alternate") ? ["not routed"] : []), ...shown].join("\n");
}

/** Operations, reasons, and keys that are not on the line. */
export function detailOf(bundle: readonly RouteEdge[], bound: Bound): string {
  const operations = unique(bundle.flatMap(({ operation }) => operation ?? []));
  const reasons = unique(bundle.flatMap(({ reasons: some }): readonly DeathReason[] => some ?? []));
  const keys = keysOf(bundle);
  const shown = new Set(labelOf(bundle, bound).split("\n"));
  return [
    ...(operations.length === 0 ? [] : [`${operations.length === 1 ? "operation" : "operations"} ${operations.join(", ")}`]),
    ...(reasons.length === 0 ? [] : [`if ${reasonsPhrase(reasons)}`]),
    ...(keys.every((key) => shown.has(key)) ? [] : [`${keys.length === 1 ? "key" : "keys"} ${keys.join(", ")}`]),
  ].join("; ");
}

/** Keys that say more than the name of the queue that they lead to. */
const keysOf = (bundle: readonly RouteEdge[]): readonly string[] =>
  unique(bundle.flatMap(({ to, routingKey = "" }) => (routingKey === "" || to === `queue:${routingKey}` ? [] : [routingKey])));

const unique = <T>(all: readonly T[]): readonly T[] => [...new Set(all)];
