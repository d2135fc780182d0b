import { type ChannelModel, connect, type SocketOptions } from "amqplib";
import { MessagingError } from "../errors.js";
import { fullJitterMs, pause } from "./backoff.js";
import { gatherWrites } from "./gather-writes.js";
import type { Settings } from "./options.js";
import { entryRefusal, textOf } from "./refusals.js";

/** A connection that held this long counts as sound: the next loss is the first of a new series. */
const soundMs = 5_000;

/** What a connection is for. */
export type Purpose = "publishing" | "consuming" | "answering";

export interface LinkOwner {
  readonly purpose: Purpose;
  /** Prepares a fresh connection; the link is up once this resolves. */
  up(connection: ChannelModel): Promise<void>;
  /** The link is up, with this connection. */
  arrived(connection: ChannelModel): void;
  /** A connection is gone, whether or not the link was up with it. */
  down(wasUp: boolean): void;
  /** An attempt failed or a connection was lost. */
  failed(reason: string): void;
}

/** How one connection ended, or why there was none. */
interface Ending {
  readonly reason: string;
  /** The broker answered and said no: waiting will hardly help. */
  readonly refused: boolean;
}

/** One connection, opened again whenever it is lost, until closed. */
export class Link {
  readonly #settings: Settings;
  readonly #owner: LinkOwner;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #connection: ChannelModel | undefined;
  #up = false;
  #refused: string | undefined;
  #waiters: { resolve(connection: ChannelModel): void; reject(error: Error): void }[] = [];
  #dropSocket: () => void = () => undefined;
  #pause = new AbortController();

  constructor(settings: Settings, owner: LinkOwner) {
    this.#settings = settings;
    this.#owner = owner;
    this.#running = this.#run();
  }

  /** The connection, where it is up. */
  get current(): ChannelModel | undefined {
    return this.#up ? this.#connection : undefined;
  }

  /** Why the broker turned the latest attempt away, where it did. */
  get refusal(): string | undefined {
    return this.#refused;
  }

  /** The connection, once it is up. Rejects with `unavailable` when the link is closed. */
  whenUp(): Promise<ChannelModel> {
    const connection = this.current;
    if (connection !== undefined) return Promise.resolve(connection);
    if (this.#isStopped()) return Promise.reject(closedError());
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
  }

  /** Tries again now rather than later: somebody else has just reached the broker. */
  nudge(): void {
    this.#pause.abort();
  }

  /** Closes the connection, by force where the broker does not answer in time. */
  async close(timeoutMs: number): Promise<void> {
    const connection = this.#connection;
    this.#stop.abort();
    this.#pause.abort();
    for (const waiter of this.#waiters.splice(0)) waiter.reject(closedError());
    const forced = setTimeout(() => this.#dropSocket(), timeoutMs);
    if (connection === undefined) this.#dropSocket();
    // Its promise stays pending when the socket dies meanwhile; the end of the run does not.
    else void connection.close().catch(() => this.#dropSocket());
    await this.#running;
    clearTimeout(forced);
  }

  /** Asked anew each time: it may change at every `await`. */
  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #run(): Promise<void> {
    const { log, name, address } = this.#settings;
    const { purpose } = this.#owner;
    for (let attempt = 0; !this.#isStopped(); attempt++) {
      const since = Date.now();
      const { reason, refused } = await this.#live();
      if (this.#isStopped()) return;
      if (Date.now() - since > soundMs) attempt = 0;
      this.#refused = refused ? reason : undefined;
      const delayMs = fullJitterMs(refused ? 16 : attempt);
      log.warn({ application: name, broker: address, connection: purpose, attempt, delayMs: Math.round(delayMs) }, reason);
      this.#owner.failed(reason);
      this.#pause = new AbortController();
      await pause(delayMs, this.#pause.signal);
    }
  }

  /** One connection from birth to death. */
  async #live(): Promise<Ending> {
    const socket = new AbortController();
    this.#dropSocket = () => socket.abort();
    try {
      const connection = await this.#connect(socket.signal);
      if (this.#isStopped()) return { reason: "closed", refused: false };
      return await this.#hold(connection);
    } catch (error) {
      const { user, vhost, address } = this.#settings;
      const refusal = entryRefusal(error, user, vhost);
      return { reason: refusal ?? `RabbitMQ at ${address} cannot be reached: ${textOf(error)}`, refused: refusal !== undefined };
    } finally {
      // amqplib only ends its side; a peer that has vanished would hold the socket, and with it the process, for minutes.
      socket.abort();
    }
  }

  #connect(signal: AbortSignal): Promise<ChannelModel> {
    const { url, credentials, connectTimeoutMs, name } = this.#settings;
    const options: SocketOptions & { signal: AbortSignal } = {
      noDelay: true,
      keepAlive: true,
      timeout: connectTimeoutMs,
      credentials,
      clientProperties: { connection_name: `${name} (${this.#owner.purpose})` },
      signal,
    };
    return connect(url, options);
  }

  async #hold(connection: ChannelModel): Promise<Ending> {
    let fault: Error | undefined;
    connection.on("error", (error) => {
      fault = error;
    });
    const ended = new Promise<string>((resolve) => {
      connection.on("close", (error) => {
        const wasUp = this.#up;
        this.#connection = undefined;
        this.#up = false;
        this.#owner.down(wasUp);
        resolve(`The connection to RabbitMQ at ${this.#settings.address} was lost: ${textOf(error ?? fault ?? "closed")}`);
      });
    });
    this.#connection = connection;
    gatherWrites(connection);
    try {
      await Promise.race([this.#owner.up(connection), ended.then((reason) => Promise.reject(new Error(reason)))]);
      this.#arrived(connection);
      return { reason: await ended, refused: false };
    } catch (error) {
      return { reason: textOf(error), refused: false };
    }
  }

  #arrived(connection: ChannelModel): void {
    if (this.#connection !== connection) return;
    this.#up = true;
    this.#refused = undefined;
    const { log, name, address } = this.#settings;
    log.info({ application: name, broker: address, connection: this.#owner.purpose }, "Connected to RabbitMQ");
    this.#owner.arrived(connection);
    for (const waiter of this.#waiters.splice(0)) waiter.resolve(connection);
  }
}

export const closedError = (): MessagingError => new MessagingError("unavailable", "The broker connection has been closed.");
