import { credentials, type Options } from "amqplib";
import type { BrokerState } from "../broker.js";
import { MessagingError } from "../errors.js";
import type { Logger } from "../logger.js";

/** A change that {@link RabbitOptions.onState} is told of. */
export interface BrokerStateChange {
  readonly state: BrokerState;
  /** Which of the connections changed. Absent when the broker was closed. */
  readonly connection?: "publishing" | "consuming" | "answering";
  /** Why, as one sentence. Absent when the change is for the better. */
  readonly reason?: string;
}

export interface RabbitOptions {
  /** `amqp://user:password@host:5672/vhost`, or `amqps:`. User, password and vhost percent-encoded. */
  readonly url: string;
  /** The application's id; operators see it as the name of its connections. */
  readonly name: string;
  /** @default nothing is logged */
  readonly log?: Logger;
  /** Messages sent and not yet confirmed. Past it, publishes wait their turn. @default 5000 */
  readonly maxInFlight?: number;
  /** Publishes waiting their turn. Past it, a publish fails at once with `unavailable`. @default 100000 */
  readonly maxWaiting?: number;
  /** Milliseconds from `publish` to the confirm, waiting and re-sending after a lost connection included. @default 30000 */
  readonly publishTimeoutMs?: number;
  /** Seconds; a silent connection is given up after two to three of them. @default 10 */
  readonly heartbeatSeconds?: number;
  /** Milliseconds for TCP, TLS and the AMQP handshake together to make progress. @default 10000 */
  readonly connectTimeoutMs?: number;
  /** Milliseconds that `close` gives to publishes under way, and again to the closing handshakes. @default 5000 */
  readonly closeTimeoutMs?: number;
  /** Told of every change of a connection. Must not throw. */
  readonly onState?: (change: BrokerStateChange) => void;
}

/** {@link RabbitOptions}, checked and complete. */
export interface Settings {
  readonly url: string;
  readonly credentials: NonNullable<Options.Connect["credentials"]>;
  /** `host:port/vhost`, for sentences: no password in it. */
  readonly address: string;
  readonly vhost: string;
  readonly user: string;
  readonly name: string;
  readonly log: Logger;
  readonly maxInFlight: number;
  readonly maxWaiting: number;
  readonly publishTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly closeTimeoutMs: number;
  readonly onState: (change: BrokerStateChange) => void;
}

const nothing = (): void => undefined;
const silent: Logger = { debug: nothing, info: nothing, warn: nothing, error: nothing };

const positive = (name: string, value: number | undefined, fallback: number): number => {
  const number = value ?? fallback;
  if (!Number.isSafeInteger(number) || number <= 0) {
    throw new MessagingError("invalid", `The broker option ${name} must be a whole number above 0; it is ${number}.`);
  }
  return number;
};

const parse = (url: string): URL => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !["amqp:", "amqps:"].includes(parsed.protocol)) {
    // The URL itself may hold a password and is not repeated.
    throw new MessagingError("invalid", "The broker's URL must look like amqp://user:password@host:5672/vhost.");
  }
  return parsed;
};

/** Fills in the defaults. Throws `invalid` with a sentence about the first wrong option. */
export const settle = (options: RabbitOptions): Settings => {
  const url = parse(options.url);
  const heartbeat = positive("heartbeatSeconds", options.heartbeatSeconds, 10);
  if (!url.searchParams.has("heartbeat")) url.searchParams.set("heartbeat", String(heartbeat));
  const user = url.username === "" ? "guest" : decodeURIComponent(url.username);
  const password = url.username === "" ? "guest" : decodeURIComponent(url.password);
  const vhost = decodeURIComponent(url.pathname.slice(1)) || "/";
  return {
    url: url.href,
    credentials: credentials.plain(user, password),
    address: `${url.host}${vhost === "/" ? "" : ` (vhost ${vhost})`}`,
    vhost,
    user,
    name: options.name,
    log: options.log ?? silent,
    maxInFlight: positive("maxInFlight", options.maxInFlight, 5_000),
    maxWaiting: positive("maxWaiting", options.maxWaiting, 100_000),
    publishTimeoutMs: positive("publishTimeoutMs", options.publishTimeoutMs, 30_000),
    connectTimeoutMs: positive("connectTimeoutMs", options.connectTimeoutMs, 10_000),
    closeTimeoutMs: positive("closeTimeoutMs", options.closeTimeoutMs, 5_000),
    onState: options.onState ?? nothing,
  };
};
