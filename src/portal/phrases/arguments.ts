/** What RabbitMQ's arguments do, in words: https://www.rabbitmq.com/docs/queues#optional-arguments */
import type { Json } from "#contract";
import { durationPhrase } from "./duration.js";

type Meaning = string | ((value: Json) => string);

const said = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));
const count = (value: Json, one: string, many: string): string => `${said(value)} ${value === 1 ? one : many}`;
const time = (value: Json): string => (typeof value === "number" ? durationPhrase(value) : said(value));

const meanings: Readonly<Record<string, Meaning>> = {
  "x-queue-type": (value) =>
    ({
      quorum: "Copied to several nodes; survives the loss of one.",
      stream: "A log that is kept after reading; each reader has a place of its own.",
      classic: "On one node.",
    })[said(value)] ?? "",
  "x-message-ttl": (value) => `A message that waits ${time(value)} expires.`,
  "x-expires": (value) => `The queue goes when nobody has used it for ${time(value)}.`,
  "x-max-length": (value) => `Holds ${count(value, "message", "messages")} at most.`,
  "x-max-length-bytes": (value) => `Holds ${count(value, "byte", "bytes")} of payloads at most.`,
  "x-overflow": (value) =>
    ({
      "drop-head": "When full, the oldest message goes.",
      "reject-publish": "When full, new messages are refused, and their publishers are told.",
      "reject-publish-dlx": "When full, new messages are refused and dead-lettered.",
    })[said(value)] ?? "",
  "x-dead-letter-exchange": (value) =>
    value === "" ? "Expired and rejected messages go to a queue by its name." : "Expired and rejected messages go to this exchange.",
  "x-dead-letter-routing-key": "They get this routing key.",
  "x-dead-letter-strategy": (value) =>
    value === "at-least-once" ? "A dead letter is removed only when it has arrived." : "A dead letter is not confirmed on its way.",
  "x-delivery-limit": (value) => `Delivered again ${count(value, "time", "times")} at most; then it is a dead letter.`,
  "x-max-priority": (value) => `Messages of higher priority come first; priorities go to ${said(value)}.`,
  "x-single-active-consumer": (value) => (value === true ? "One consumer reads at a time; the next takes over when it goes." : ""),
  "x-consumer-timeout": (value) => `A consumer that does not ack within ${time(value)} is cut off.`,
  "x-queue-mode": (value) => (value === "lazy" ? "Messages are kept on disk rather than in memory." : ""),
  "x-queue-leader-locator": "Which node leads the queue.",
  "x-queue-master-locator": "Which node holds the queue.",
  "x-quorum-initial-group-size": (value) => `On ${count(value, "node", "nodes")} at first.`,
  "x-quorum-target-group-size": (value) => `On ${count(value, "node", "nodes")} where there are as many.`,
  "x-max-in-memory-length": (value) => `Keeps ${count(value, "message", "messages")} in memory at most.`,
  "x-max-in-memory-bytes": (value) => `Keeps ${count(value, "byte", "bytes")} in memory at most.`,
  "x-max-age": (value) => `Entries older than ${said(value)} are dropped.`,
  "x-stream-max-segment-size-bytes": (value) => `Kept in files of ${count(value, "byte", "bytes")}.`,
  "x-stream-filter-size-bytes": (value) => `Filters of readers take ${count(value, "byte", "bytes")} for each part of the log.`,
  "x-initial-cluster-size": (value) => `On ${count(value, "node", "nodes")} at first.`,
  "alternate-exchange": "Messages that no binding takes go on to this exchange.",
  "x-match": (value) =>
    said(value).startsWith("any") ? "One of the headers must have the value given here." : "All headers must have the values given here.",
};

/** One plain sentence; empty for an argument that is not known. */
export function argumentPhrase(name: string, value: Json): string {
  const meaning = Object.hasOwn(meanings, name) ? meanings[name] : undefined;
  return typeof meaning === "function" ? meaning(value) : (meaning ?? "");
}
