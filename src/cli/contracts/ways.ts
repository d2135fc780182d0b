/** Routes in words. */
import type { Proof } from "#compatibility";
import type { Hop, Route } from "#contract";

/** The kinds of ways of a proof, the queue first: `payment-queue; retried, dead-lettered`. */
export function kindsOfWays({ routes }: Proof): string {
  const queues = [...new Set(routes.map(({ queue }) => queue))].join(", ");
  const kinds = Object.entries(kindNames).flatMap(([kind, name]) =>
    routes.some(({ hops }) => hops.some((hop) => hop.kind === kind)) ? [name] : [],
  );
  return kinds.length === 0 ? queues : `${queues}; ${kinds.join(", ")}`;
}

const kindNames = { reply: "answer", alternate: "by alternate", retry: "retried", "dead-letter": "dead-lettered", expire: "expired" };

/** The surest and shortest way, step by step, and how many others there are. */
export function wayOf({ routes }: Proof): string {
  const [first, ...others] = routes.toSorted((a, b) => rank(a) - rank(b));
  if (first === undefined) return "";
  const steps = first.hops.map(step).filter((text) => text !== "");
  return `${steps.join(" → ")}${others.length === 0 ? "" : ` (and ${others.length} other way${others.length === 1 ? "" : "s"})`}`;
}

const rank = ({ certainty, hops }: Route): number => hops.length + (certainty === "always" ? 0 : 100);

function step(hop: Hop): string {
  switch (hop.kind) {
    case "publish":
    case "reply":
      return `${hop.exchange === "" ? "default exchange" : `exchange "${hop.exchange}"`}, routing key "${hop.routingKey}"`;
    case "bind":
      return `queue "${hop.queue}"`;
    case "alternate":
      return `alternate exchange "${hop.alternate}"`;
    case "expire":
      return `expired after ${hop.afterMs} ms`;
    case "dead-letter":
      return `dead-lettered (${hop.reasons.join(", ")})`;
    case "retry":
      return `again after ${hop.delayMs} ms`;
  }
}
