/** What becomes of messages in a queue that are not done. */
import { delayQueueName, type QueueChannel, retryTiersOf } from "#contract";
import { code } from "../../content/inline.js";
import type { Block, Inline } from "../../content/model.js";
import { durationPhrase } from "../../phrases/duration.js";
import type { QueueEntry } from "../../system/lookup.js";
import type { Places, System } from "../../system/model.js";
import { facts, section, table } from "./blocks.js";

/** The parts `retries` and `dead-letters` of a queue's page, where a document describes the queue. */
export function afterwards({ places }: System, entry: QueueEntry): readonly Block[] {
  const channel = entry.channels[0]?.channel;
  if (channel === undefined) return [];
  const isRead = entry.readers.length > 0;
  return [
    ...section("retries", "Retries", retryBlocks(channel, isRead)),
    ...section("dead-letters", "Dead letters", deadLetterBlocks(places, entry, channel)),
  ];
}

function retryBlocks(channel: QueueChannel, isRead: boolean): readonly Block[] {
  const tiers = channel.retryDelaysMs;
  if (tiers.length === 0) return [];
  if (!isRead || retryTiersOf(channel).length === 0)
    return [
      { kind: "paragraph", text: ["None: messages are tried again only where an operation reads the queue and takes them out of it."] },
    ];
  return [
    { kind: "paragraph", text: ["A message whose handling failed waits here, and comes back."] },
    ...table(
      "Attempts after the first",
      ["Attempt", "After", "Waits in"],
      tiers.map((delayMs, at) => [[String(at + 2)], [durationPhrase(delayMs)], [code(delayQueueName(channel.queue.name, delayMs))]]),
    ),
  ];
}

function deadLetterBlocks(places: Places, { name, declared, readers }: QueueEntry, { deadLetterQueue }: QueueChannel): readonly Block[] {
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
    ["Moved by the runtime", readers.length === 0 ? undefined : ["invalid, rejected, and out of attempts: to queue ", queue]],
    ["Moved by the broker", byBroker],
    ["Queue", readers.length === 0 ? [queue] : undefined],
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
