import type { JsonValue } from "../descriptors.js";
import type { DeathReason, Stored } from "./queue.js";

interface Death {
  readonly queue: string;
  readonly reason: DeathReason;
  readonly count: number;
}

const deathsOf = (headers: Readonly<Record<string, unknown>>): readonly Death[] =>
  Array.isArray(headers["x-death"]) ? (headers["x-death"] as readonly Death[]) : [];

/** The headers of a message after it died, as RabbitMQ writes them: latest death first, one entry for each queue and reason. */
export const headersAfterDeath = (stored: Stored, queue: string, reason: DeathReason): Record<string, JsonValue> => {
  const { message } = stored;
  const deaths = deathsOf(stored.headers);
  const same = deaths.find((death) => death.queue === queue && death.reason === reason);
  const death = {
    count: (same?.count ?? 0) + 1,
    reason,
    queue,
    time: { "!": "timestamp", value: Math.floor(Date.now() / 1_000) },
    exchange: message.exchange,
    "routing-keys": [message.routingKey, ...(message.cc ?? [])],
    ...(message.expirationMs === undefined ? {} : { "original-expiration": String(message.expirationMs) }),
  };
  return {
    ...(message.headers as Record<string, JsonValue>),
    "x-first-death-queue": queue,
    "x-first-death-reason": reason,
    "x-first-death-exchange": message.exchange,
    ...firstDeathOf(stored.headers),
    "x-death": [death, ...deaths.filter((other) => other !== same)] as unknown as JsonValue,
  };
};

const firstDeathOf = (headers: Readonly<Record<string, unknown>>): Record<string, JsonValue> =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => key.startsWith("x-first-death-"))) as Record<string, JsonValue>;

/** RabbitMQ drops a message that would reach a queue again by expiry alone (its docs: "Automatic dead lettering cycles"). */
export const isCycle = (headers: Readonly<Record<string, unknown>>, queue: string): boolean => {
  const deaths = deathsOf(headers);
  const at = deaths.findIndex((death) => death.queue === queue);
  return at >= 0 && deaths.slice(0, at + 1).every(({ reason }) => reason !== "rejected");
};
