/** Whether a request is answered more than once: its requester takes the first answer and refuses the others. */
import type { Route } from "#contract";
import type { Conversations } from "./conversations.js";
import { type Delivery, endKey, endName } from "./deliveries.js";
import { broken, unknown } from "./faults.js";
import type { Fault } from "./model.js";

export function rivalFaults({ sender, taker }: Delivery, { requests, responders }: Conversations): Fault[] {
  if (sender.operation.action !== "receive" || taker.operation.action !== "send") return [];
  const own = requests(taker.end, sender.end);
  const places = { producerAt: sender.operation.location, consumerAt: taker.operation.location };
  return responders(taker.end).flatMap((other) => {
    if (endKey(other) === endKey(sender.end)) return [];
    const both = requests(taker.end, other).flatMap((way) => own.filter((mine) => areBothTaken(mine, way)).map((mine) => [mine, way]));
    if (both.length === 0) return [];
    const isSure = both.some((pair) => pair.every(({ certainty }) => certainty === "always"));
    const names = `"${endName(sender.end)}" and "${endName(other)}"`;
    return isSure
      ? [broken("route", places, `${names} both answer one request: only the first answer is taken, and the other is dead-lettered.`)]
      : [unknown("route", places, `${names} may both answer one request, of which only the first answer is taken.`)];
  });
}

/** A message comes to both, unless both are one queue, where they compete for it. */
const areBothTaken = (one: Route, other: Route): boolean =>
  one.queue !== other.queue && one.producer.messages.some((message) => other.producer.messages.includes(message));
