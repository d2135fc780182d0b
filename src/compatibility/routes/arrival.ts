/** Whether a message that comes to a queue of answers comes to who waits for it. */
import { type Hop, type QueueChannel, requestOf } from "#contract";
import type { Conversations } from "./conversations.js";
import { type Delivery, endName, requestOfEnd } from "./deliveries.js";
import { broken, type Places, unknown } from "./faults.js";
import type { Fault } from "./model.js";

const instance = "{instance}";

/** Of a delivery to an operation that awaits answers: nothing but the answer to a request of the very instance is taken there. */
export function arrivalFaults(delivery: Delivery, conversations: Conversations): Fault[] {
  const { sender, taker } = delivery;
  if (taker.operation.action !== "send") return [];
  const places: Places = { producerAt: sender.operation.location, consumerAt: taker.operation.location };
  const channel = requestOf(taker.operation)?.channel;
  if (channel === undefined || requestOfEnd(taker) === undefined)
    return [unknown("route", places, "No document says on which queue the answers are awaited.")];
  const { name, exclusive } = channel.queue;
  if (sender.operation.action === "send") {
    const reason = `Queue "${name}" takes only answers, by their correlation ids, and whether this message is one the documents do not say.`;
    return [unknown("route", places, reason)];
  }
  if (!conversations.asks(taker.end, sender.end)) {
    const reason = `Answers of "${endName(sender.end)}" come to queue "${name}", where nobody waits for them: "${endName(taker.end)}" never asks it.`;
    return [broken("route", places, reason)];
  }
  if (name.includes(instance)) return everyInstance(delivery, channel, places);
  const others = [...conversations.readers(name)].filter((application) => application !== taker.end.application);
  if (others.length > 0) {
    const reason = `${others.join(", ")} and ${taker.end.application} read one queue of answers, "${name}": each takes answers that are not its own.`;
    return [broken("route", places, reason)];
  }
  const reason = `All instances of ${taker.end.application} read "${name}": an answer may come to one that did not ask. ${instance} in the name gives each its own queue.`;
  return exclusive ? [] : [unknown("route", places, reason)];
}

/** A copy of the answer for each instance is one too many for all but one of them. */
function everyInstance({ routes }: Delivery, { queue, bindings }: QueueChannel, places: Places): Fault[] {
  const keyless = bindings.filter(({ exchange: { type } }) => type === "fanout" || type === "headers").map(({ exchange }) => exchange.name);
  const isCommon = (hop: Hop): boolean =>
    hop.kind === "bind" &&
    hop.queue === queue.name &&
    hop.exchange !== "" &&
    (keyless.includes(hop.exchange) || !hop.routingKey.includes(instance));
  const reason = `The answer comes to the queue "${queue.name}" of every instance, and only one of them asked.`;
  return routes.some(({ hops }) => hops.some(isCommon)) ? [unknown("route", places, reason)] : [];
}
