import type { Json } from "../model.js";
import type { Reading } from "../source/references.js";
import { get, getText, isObject, type JsonObject } from "../source/tree.js";
import { bool, type Check, integer, type ObjectShape, oneOf, shortTextOrEmpty } from "./shape.js";

type QueueType = "classic" | "quorum" | "stream";

const age: Check = (value) =>
  typeof value === "string" && /^[1-9][0-9]*[YMDhms]$/.test(value) ? undefined : 'text such as "7D" (units Y, M, D, h, m, s)';

const longestMs = 4_294_967_295;

/** RabbitMQ's queue arguments: the values each takes, and the types of queue that know it, where not all do. */
const table: Readonly<Record<string, readonly [Check, ...QueueType[]]>> = {
  "x-queue-type": [oneOf("classic", "quorum", "stream")],
  "x-message-ttl": [integer(0, longestMs), "classic", "quorum"],
  "x-expires": [integer(1, longestMs), "classic", "quorum"],
  "x-max-length": [integer(0), "classic", "quorum"],
  "x-max-length-bytes": [integer(0)],
  "x-overflow": [oneOf("drop-head", "reject-publish", "reject-publish-dlx"), "classic", "quorum"],
  "x-dead-letter-exchange": [shortTextOrEmpty, "classic", "quorum"],
  "x-dead-letter-routing-key": [shortTextOrEmpty, "classic", "quorum"],
  "x-dead-letter-strategy": [oneOf("at-most-once", "at-least-once"), "quorum"],
  "x-delivery-limit": [integer(1), "quorum"],
  "x-max-priority": [integer(1, 255), "classic"],
  "x-single-active-consumer": [bool, "classic", "quorum"],
  "x-consumer-timeout": [integer(1)],
  "x-queue-mode": [oneOf("default", "lazy"), "classic"],
  "x-queue-version": [oneOf(1, 2), "classic"],
  "x-queue-leader-locator": [oneOf("client-local", "balanced")],
  "x-queue-master-locator": [oneOf("min-masters", "client-local", "random"), "classic"],
  "x-quorum-initial-group-size": [integer(1), "quorum"],
  "x-quorum-target-group-size": [integer(1), "quorum"],
  "x-max-in-memory-length": [integer(0), "quorum"],
  "x-max-in-memory-bytes": [integer(0), "quorum"],
  "x-max-age": [age, "stream"],
  "x-stream-max-segment-size-bytes": [integer(1), "stream"],
  "x-stream-filter-size-bytes": [integer(16, 255), "stream"],
  "x-initial-cluster-size": [integer(1), "stream"],
};

export const queueArguments: ObjectShape = {
  what: "the arguments of a queue",
  keys: Object.fromEntries(Object.entries(table).map(([key, [check]]) => [key, check])),
};

/** What RabbitMQ would refuse about a queue as a whole, or silently not do. */
export function checkQueueAsWhole(reading: Reading, queue: JsonObject): void {
  const given = get(queue, "arguments");
  const args: JsonObject = isObject(given) ? given : {};
  const type = queueType(args);
  const fault = (holder: JsonObject, key: string, message: string): void =>
    reading.problems.add("error", "wrong-value", reading.origins.atKey(holder, key), message);
  for (const key of Object.keys(args)) {
    const [, ...types] = table[key] ?? [];
    if (types.length > 0 && !types.some((known) => known === type))
      fault(args, key, `A ${type} queue has no "${key}"; only ${types.join(" and ")} queues do.`);
  }
  if (type !== "classic") {
    if (get(queue, "durable") === false) fault(queue, "durable", `A ${type} queue is always durable.`);
    if (get(queue, "exclusive") === true) fault(queue, "exclusive", `A ${type} queue cannot be exclusive.`);
    if (get(queue, "autoDelete") === true) fault(queue, "autoDelete", `A ${type} queue cannot be deleted automatically.`);
    if (getText(args, "x-overflow") === "reject-publish-dlx")
      fault(args, "x-overflow", `A ${type} queue does not know reject-publish-dlx.`);
  }
  if (Object.hasOwn(args, "x-dead-letter-routing-key") && !Object.hasOwn(args, "x-dead-letter-exchange")) {
    fault(args, "x-dead-letter-routing-key", 'RabbitMQ refuses "x-dead-letter-routing-key" without "x-dead-letter-exchange".');
  }
  if (getText(args, "x-dead-letter-strategy") === "at-least-once" && getText(args, "x-overflow") !== "reject-publish") {
    fault(args, "x-dead-letter-strategy", 'RabbitMQ dead-letters at least once only together with "x-overflow: reject-publish".');
  }
  if (getText(queue, "name")?.startsWith("amq.") === true) fault(queue, "name", 'Names that start with "amq." are RabbitMQ\'s own.');
}

function queueType(args: JsonObject): QueueType {
  const type: Json | undefined = get(args, "x-queue-type");
  return type === "quorum" || type === "stream" ? type : "classic";
}
