/** What becomes of messages in a queue that are not done. */
import { type Arguments, delayQueueName, type QueueChannel, retryTiersOf } from "#contract";
import { code } from "../../content/inline.js";
import type { Block, Inline } from "../../content/model.js";
import { durationPhrase } from "../../phrases/duration.js";
import { type QueueEntry, readChannelOf } from "../../system/lookup.js";
import type { Places, System } from "../../system/model.js";
import { facts, section, table } from "./blocks.js";

/** The parts `retries` and `dead-letters` of a queue's page, where an operation reads the queue. */
export function afterwards(system: System, entry: QueueEntry): readonly Block[] {
  const channel = entry.readers.map(({ operation }) => readChannelOf(operation)).find((each) => each !== undefined);
  if (channel === undefined) return [];
  return [
    ...section("retries", "Retries", retryBlocks(entry)),
    ...section("dead-letters", "Dead letters", deadLetterBlocks(system, entry, channel)),
  ];
}

/** The queues that are told of in these parts, and have no page of their own. */
export function partNames(places: Places, { name, readers }: QueueEntry): readonly string[] {
  const channels = readers.flatMap(({ operation }) => readChannelOf(operation) ?? []);
  const derived = channels.flatMap((channel) => [
    ...retryTiersOf(channel).map((delayMs) => delayQueueName(name, delayMs)),
    channel.deadLetterQueue,
  ]);
  const { to } = places.queue(name);
  return [...new Set(derived)].filter((each) => places.queue(each).part !== undefined && places.queue(each).to === to);
}

/** A table for all who read it alike: an answer is not tried again. */
function retryBlocks({ name, readers }: QueueEntry): readonly Block[] {
  const all = readers.flatMap(({ operation }) => (operation.action === "receive" ? [retryTiersOf(operation.channel)] : []));
  const different = new Map(all.filter((delays) => delays.length > 0).map((delays) => [delays.join(), delays]));
  if (different.size === 0) return [];
  return [
    { kind: "paragraph", text: ["A message whose handling failed waits here, and comes back."] },
    ...[...different.values()].flatMap((delays) => attemptTable(name, delays)),
  ];
}

const attemptTable = (queue: string, delays: readonly number[]): readonly Block[] =>
  table(
    "Attempts after the first",
    ["Attempt", "After", "Waits in"],
    delays.map((delayMs, at) => [[String(at + 2)], [durationPhrase(delayMs)], [code(delayQueueName(queue, delayMs))]]),
  );

/** Where the portal shows what is in the queue now. Of queues for each instance it cannot. */
export const deskLink = ({ desk }: System, queue: string): readonly Inline[] =>
  desk === undefined || queue.includes("{instance}") ? [] : [{ kind: "link", to: desk, part: `queue=${queue}`, text: "what is there now" }];

function deadLetterBlocks(system: System, { name, declared, readers }: QueueEntry, { deadLetterQueue }: QueueChannel): readonly Block[] {
  const { places } = system;
  const args = declared[0]?.declaration.arguments ?? {};
  const { to, part } = places.queue(deadLetterQueue);
  const isHere = part !== undefined && to === places.queue(name).to;
  const queue: Inline = isHere ? code(deadLetterQueue) : places.queue(deadLetterQueue);
  const target = brokerTarget(places, args, deadLetterQueue, queue);
  const isWork = readers.some(({ operation }) => operation.action === "receive");
  return facts([
    ["Moved by the runtime", [`${isWork ? "invalid, rejected, or out of attempts" : "invalid or rejected"}: to queue `, queue]],
    ["Moved by the broker", target === undefined ? undefined : [`${brokerReasons(args)}: `, ...target]],
    ["At the desk", deskLink(system, deadLetterQueue)],
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

function brokerReasons(args: Arguments): string {
  const isBounded = args["x-max-length"] !== undefined || args["x-max-length-bytes"] !== undefined;
  return [
    "expired",
    // A full queue may refuse what comes instead.
    ...(isBounded && args["x-overflow"] !== "reject-publish" ? ["crowded out"] : []),
    ...(args["x-delivery-limit"] === undefined ? [] : ["delivered too often"]),
  ].join(" or ");
}
