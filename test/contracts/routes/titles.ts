import type { Route, RouteEnd } from "#contract";

const nameOf = ({ application, operation }: RouteEnd): string => `${application}.${operation}`;

/** What a route's test says, as a sentence. No two routes of a graph have one title. */
export function titleOf({ producer, consumer, hops, queue }: Route): string {
  const what = `${producer.messages.join(" or ")} from ${nameOf(producer)}`;
  const way = hops.flatMap((hop) => {
    if (hop.kind === "expire") return [`is not taken from ${hop.queue} for ${hop.afterMs} ms`];
    if (hop.kind === "dead-letter") return [`leaves ${hop.queue} as ${hop.reasons.join(", ")}`];
    if (hop.kind === "alternate") return [`is sent on by ${hop.exchange} to ${hop.alternate}`];
    return hop.kind === "retry" ? [`is tried again after ${hop.delayMs} ms`] : [];
  });
  const end = consumer === undefined ? `comes to rest in ${queue}` : `reaches ${nameOf(consumer)} by ${queue}`;
  return way.length === 0 ? `${what} ${end}` : `${what} that ${way.join(" and then ")} ${end}`;
}
