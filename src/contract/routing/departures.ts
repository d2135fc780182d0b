/** The ways in which a message leaves a queue other than by being done. */

import { delayQueueName, queueTypeOf } from "../topology/queues.js";
import type { BrokerModel, BrokerQueue, Handling } from "./broker.js";
import type { DeathReason, Hop } from "./model.js";

export type Leaving = Extract<Hop, { kind: "expire" | "dead-letter" }>;
export type Retry = Extract<Hop, { kind: "retry" }>;

export interface Departures {
  readonly retries: readonly Retry[];
  readonly leaving: readonly Leaving[];
}

/** The broker's dead-letter exchange of a queue, and the key that replaces the message's own where the queue names one. */
interface DeadLetterRule {
  readonly exchange: string;
  readonly routingKey?: string;
}

/** @param expirationMs the message's own expiration, in milliseconds, where it has one; the shorter of it and the queue's counts. */
export function departuresOf(queue: BrokerQueue, expirationMs?: number): Departures {
  const rule = deadLetterRuleOf(queue);
  const afterMs = timeToLive(queue, expirationMs);
  const leaving: Leaving[] = [];
  if (rule !== undefined && afterMs !== undefined) leaving.push({ kind: "expire", queue: queue.name, afterMs, ...rule });
  const reasons = brokerReasons(queue);
  if (rule !== undefined && reasons.length > 0) leaving.push({ kind: "dead-letter", queue: queue.name, reasons, ...rule });
  for (const handling of queue.handlings) addMove(leaving, queue.name, handling);

  const tiers = new Set(queue.handlings.flatMap(({ retryDelaysMs }) => retryDelaysMs));
  const retries = [...tiers].map(
    (delayMs) => ({ kind: "retry", queue: queue.name, delayQueue: delayQueueName(queue.name, delayMs), delayMs }) as const,
  );
  return { retries, leaving };
}

/** How long a message may stay, in milliseconds; undefined: for ever. Streams keep to their own rules. */
export function timeToLive(queue: BrokerQueue, expirationMs?: number): number | undefined {
  if (queueTypeOf(queue.declaration) === "stream") return undefined;
  const own = queue.declaration.arguments["x-message-ttl"];
  const limits = [own, expirationMs].filter((limit) => typeof limit === "number");
  return limits.length === 0 ? undefined : Math.min(...limits);
}

export function deadLetterRuleOf(queue: BrokerQueue): DeadLetterRule | undefined {
  const { "x-dead-letter-exchange": exchange, "x-dead-letter-routing-key": routingKey } = queue.declaration.arguments;
  if (typeof exchange !== "string") return undefined;
  return typeof routingKey === "string" ? { exchange, routingKey } : { exchange };
}

/** Whether what becomes of a message here depends on the routing key it came with. */
export function keepsRoutingKey(queue: BrokerQueue): boolean {
  const rule = deadLetterRuleOf(queue);
  return rule !== undefined && rule.routingKey === undefined;
}

/** Whether everything that comes here leaves by expiry, because no document reads the queue. */
export function alwaysExpires(broker: BrokerModel, name: string): boolean {
  return (broker.queues.get(name)?.consumers.length ?? 0) === 0;
}

function brokerReasons({ declaration, consumers }: BrokerQueue): DeathReason[] {
  const args = declaration.arguments;
  const reasons: DeathReason[] = [];
  if (consumers.length > 0) reasons.push("rejected");
  if (consumers.length > 0 && queueTypeOf(declaration) === "quorum") reasons.push("delivery_limit");
  const bounded = args["x-max-length"] !== undefined || args["x-max-length-bytes"] !== undefined;
  // With `reject-publish` the newest message is refused instead of the oldest one being dropped.
  if (bounded && args["x-overflow"] !== "reject-publish") reasons.push("maxlen");
  return reasons;
}

/** Our runtime's own move to the dead-letter queue; one with the broker's where both lead to the same place. */
function addMove(leaving: Leaving[], queue: string, { deadLetterQueue, reasons }: Handling): void {
  const index = leaving.findIndex((hop) => hop.kind === "dead-letter" && hop.exchange === "" && hop.routingKey === deadLetterQueue);
  const same = leaving[index];
  if (same?.kind !== "dead-letter") leaving.push({ kind: "dead-letter", queue, reasons, exchange: "", routingKey: deadLetterQueue });
  else leaving[index] = { ...same, reasons: [...new Set([...reasons, ...same.reasons])] };
}
