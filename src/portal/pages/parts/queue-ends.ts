/** What becomes of messages in a queue that are not done. */
import { delayQueueName, type Operation, type QueueChannel, requestOf } from "#contract";
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
  const { "x-dead-letter-exchange": exchange, "x-dead-letter-routing-key": key } = args;
  const { to, part } = places.queue(deadLetterQueue);
  const isHere = part !== undefined && to === places.queue(name).to;
  const queue: Inline = isHere ? code(deadLetterQueue) : places.queue(deadLetterQueue);
  const byBroker =
    typeof exchange === "string"
      ? brokerWay(places, exchange, typeof key === "string" ? key : undefined, queue, deadLetterQueue)
      : undefined;
  return facts([
    ["Moved by the runtime", ["invalid, rejected, and out of attempts: to queue ", queue]],
    ["Moved by the broker", byBroker],
  ]);
}

function brokerWay(places: Places, exchange: string, key: string | undefined, queue: Inline, deadLetterQueue: string): readonly Inline[] {
  const what = "expired, crowded out, and delivered too often: ";
  if (exchange === "")
    return key === undefined
      ? [what, "to the queue that the routing key names"]
      : [what, "to queue ", key === deadLetterQueue ? queue : places.queue(key)];
  return [
    what,
    "to exchange ",
    places.exchange(exchange),
    key === undefined ? " with the routing key they have" : " with routing key ",
    ...(key === undefined ? [] : [code(key)]),
  ];
}
