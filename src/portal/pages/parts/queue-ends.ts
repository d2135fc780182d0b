/** What becomes of messages in a queue that are not done. */
import { type Arguments, delayQueueName, type Operation, type QueueChannel, requestOf } from "#contract";
import { code } from "../../content/inline.js";
import type { Block, Inline } from "../../content/model.js";
import { durationPhrase } from "../../phrases/duration.js";
import { lookup, type QueueEntry } from "../../system/lookup.js";
import type { Places, System } from "../../system/model.js";
import { facts, section, table } from "./blocks.js";

/** The parts `retries` and `dead-letters` of a queue's page, where an operation reads the queue. */
export function afterwards(system: System, entry: QueueEntry): readonly Block[] {
  const channel = entry.readers.map(({ operation }) => readChannel(operation)).find((each) => each !== undefined);
  if (channel === undefined) return [];
  return [
    ...section("retries", "Retries", retryBlocks(system, entry)),
    ...section("dead-letters", "Dead letters", deadLetterBlocks(system.places, entry, channel)),
  ];
}

const readChannel = (operation: Operation): QueueChannel | undefined =>
  operation.action === "receive" ? operation.channel : requestOf(operation)?.channel;

function retryBlocks(system: System, { name, channels }: QueueEntry): readonly Block[] {
  const delays = new Set(channels.flatMap(({ channel }) => channel.retryDelaysMs));
  const tiers = [...delays].filter((delayMs) => lookup(system).queues.get(delayQueueName(name, delayMs))?.node !== undefined);
  if (tiers.length === 0) return [];
  return [
    { kind: "paragraph", text: ["A message whose handling failed waits here, and comes back."] },
    ...table(
      "Attempts after the first",
      ["Attempt", "After", "Waits in"],
      tiers.map((delayMs, at) => [[String(at + 2)], [durationPhrase(delayMs)], [code(delayQueueName(name, delayMs))]]),
    ),
  ];
}

function deadLetterBlocks(places: Places, { name, declared }: QueueEntry, { deadLetterQueue }: QueueChannel): readonly Block[] {
  const args = declared[0]?.declaration.arguments ?? {};
  const { to, part } = places.queue(deadLetterQueue);
  const isHere = part !== undefined && to === places.queue(name).to;
  const queue: Inline = isHere ? code(deadLetterQueue) : places.queue(deadLetterQueue);
  const target = brokerTarget(places, args, deadLetterQueue, queue);
  return facts([
    ["Moved by the runtime", ["invalid, rejected, or out of attempts: to queue ", queue]],
    ["Moved by the broker", target === undefined ? undefined : [`${brokerReasons(args)}: `, ...target]],
  ]);
}

/** Where the broker takes what leaves the queue undone. */
function brokerTarget(places: Places, args: Arguments, deadLetterQueue: string, queue: Inline): readonly Inline[] | undefined {
  const { "x-dead-letter-exchange": exchange, "x-dead-letter-routing-key": key } = args;
  if (typeof exchange !== "string") return undefined;
  const words: readonly Inline[] = typeof key === "string" ? [" with routing key ", code(key)] : [" with the routing key they have"];
  if (exchange !== "") return ["to exchange ", places.exchange(exchange), ...words];
  if (typeof key !== "string") return ["to the queue that the routing key names"];
  return ["to queue ", key === deadLetterQueue ? queue : places.queue(key)];
}

const brokerReasons = (args: Arguments): string =>
  [
    "expired",
    ...(args["x-max-length"] === undefined && args["x-max-length-bytes"] === undefined ? [] : ["crowded out"]),
    ...(args["x-delivery-limit"] === undefined ? [] : ["delivered too often"]),
  ].join(" or ");
