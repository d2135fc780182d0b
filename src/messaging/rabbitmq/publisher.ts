import { type ChannelModel, type ConfirmChannel, IllegalOperationError, type Message } from "amqplib";
import type { OutgoingMessage } from "../broker.js";
import { MessagingError } from "../errors.js";
import { Fifo } from "../fifo.js";
import { closedError } from "./link.js";
import type { Settings } from "./options.js";
import { toPublishOptions } from "./publish-options.js";
import { type Refusal, refusalOf } from "./refusals.js";
import { type Pending, Unconfirmed } from "./unconfirmed.js";
import { doesNotFit, isImplicated, nacked, publishRefused, unroutable, waitedTooLong } from "./verdicts.js";

/**
 * How far TCP may push back before publishing pauses, bytes. amqplib says that its buffer is full from 16 kB on, some thirty
 * messages: pausing there would cut what leaves together into many small writes.
 */
const mostUnwritten = 512 * 1024;

/**
 * Publishes with pipelined confirms. Each publish is in one of two places until it is answered: `#waiting` (not on any
 * channel) or `#unconfirmed` (on the present one). A channel that dies puts what it held back in front of the line.
 */
export class Publisher {
  readonly #settings: Settings;
  readonly #waiting = new Fifo<Pending>();
  #unconfirmed: Unconfirmed;
  #connection: ChannelModel | undefined;
  #channel: ConfirmChannel | undefined;
  /** Why RabbitMQ takes no messages for now (an alarm), where it said so. */
  #blocked: string | undefined;
  /** Body bytes handed to amqplib since its buffer last was full; emptied with the buffer. */
  #unwritten = 0;
  /** A suspect is on its way; nothing else may be. */
  #alone = false;
  #closed = false;
  #open = 0;
  #sweep: NodeJS.Timeout | undefined;
  #whenIdle: (() => void) | undefined;
  returned = 0;
  resent = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.#unconfirmed = new Unconfirmed(settings.maxInFlight);
  }

  get inFlight(): number {
    return this.#unconfirmed.size;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  publish(message: OutgoingMessage): Promise<void> {
    if (this.#closed) return Promise.reject(closedError());
    return new Promise((resolve, reject) => {
      const deadline = Date.now() + this.#settings.publishTimeoutMs;
      const pending: Pending = { message, resolve, reject, deadline, sends: 0, done: false, returned: undefined, suspect: false };
      this.#open++;
      if (this.#sweep === undefined) this.#armSweep();
      if (this.#waiting.size === 0 && this.#canSend()) this.#send(pending);
      else this.#wait(pending);
    });
  }

  /** Starts publishing on a fresh connection. */
  async attach(connection: ChannelModel): Promise<void> {
    connection.on("blocked", (reason) => {
      this.#blocked = reason;
      this.#settings.log.warn({ application: this.#settings.name, reason }, "RabbitMQ takes no messages for now; publishes wait");
    });
    connection.on("unblocked", () => {
      this.#blocked = undefined;
      this.#settings.log.info({ application: this.#settings.name }, "RabbitMQ takes messages again");
      this.#pump();
    });
    await this.#openChannel(connection);
  }

  /** The connection is gone. Its channel has said so already, where there was one. */
  detach(): void {
    this.#connection = undefined;
    this.#blocked = undefined;
  }

  /** Waits for what is under way, at most so long, then fails the rest. */
  async close(timeoutMs: number): Promise<void> {
    this.#closed = true;
    if (this.#open > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        this.#whenIdle = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    for (const pending of [...this.#unconfirmed.all(), ...this.#waiting.clear()]) this.#fail(pending, closedError());
    clearTimeout(this.#sweep);
  }

  async #openChannel(connection: ChannelModel): Promise<void> {
    const channel = await connection.createConfirmChannel();
    let refusal: Refusal | undefined;
    channel.on("error", (error) => {
      refusal = refusalOf(error);
    });
    channel.on("close", () => this.#lost(channel, refusal));
    channel.on("ack", ({ deliveryTag, multiple }) => this.#confirmed(deliveryTag, multiple, true));
    channel.on("nack", ({ deliveryTag, multiple }) => this.#confirmed(deliveryTag, multiple, false));
    channel.on("return", (message) => this.#wasReturned(message));
    channel.on("drain", () => {
      this.#unwritten = 0;
      this.#pump();
    });
    this.#unconfirmed = new Unconfirmed(this.#settings.maxInFlight);
    this.#unwritten = 0;
    this.#alone = false;
    this.#connection = connection;
    this.#channel = channel;
    this.#pump();
  }

  #canSend(): boolean {
    return (
      this.#channel !== undefined &&
      this.#unwritten < mostUnwritten &&
      !this.#alone &&
      this.#blocked === undefined &&
      !this.#unconfirmed.full
    );
  }

  #wait(pending: Pending): void {
    if (this.#waiting.size < this.#settings.maxWaiting) this.#waiting.push(pending);
    else
      this.#fail(
        pending,
        new MessagingError("unavailable", `${this.#waiting.size} messages already wait for RabbitMQ; no more are taken.`),
      );
  }

  /** Sends what waits, as far as it may go. */
  #pump(): void {
    for (let next = this.#waiting.peek(); next !== undefined && this.#canSend(); next = this.#waiting.peek()) {
      if (next.suspect && !next.done && this.#unconfirmed.size > 0) return;
      this.#waiting.shift();
      if (!next.done) this.#send(next);
    }
  }

  #send(pending: Pending): void {
    const { message } = pending;
    try {
      const room = this.#channel?.publish(message.exchange, message.routingKey, message.body, toPublishOptions(message));
      if (room === false) this.#unwritten += message.body.length + 1;
    } catch (error) {
      // amqplib encodes before it writes: nothing has left.
      this.#notSent(pending, error);
      return;
    }
    if (pending.sends++ > 0) this.resent++;
    this.#alone = pending.suspect;
    this.#unconfirmed.add(pending);
  }

  #notSent(pending: Pending, error: unknown): void {
    if (error instanceof IllegalOperationError) {
      // The connection is closing and this channel has yet to hear of it.
      this.#unwritten = mostUnwritten;
      this.#waiting.pushFront([pending]);
    } else {
      this.#fail(pending, doesNotFit(error));
    }
  }

  #confirmed(tag: number, multiple: boolean, taken: boolean): void {
    this.#unconfirmed.confirm(tag, multiple, (pending) => {
      if (pending.suspect) this.#alone = false;
      if (pending.returned !== undefined) this.#fail(pending, unroutable(pending.message, pending.returned));
      else if (taken) this.#succeed(pending);
      else this.#fail(pending, nacked(pending));
    });
    if (this.#waiting.size > 0) this.#pump();
  }

  #wasReturned(returned: Message): void {
    this.returned++;
    if (!this.#unconfirmed.markReturned(returned))
      this.#settings.log.error(
        { application: this.#settings.name, ...returned.fields },
        "RabbitMQ returned a message that nobody waits for",
      );
  }

  /** A channel died, alone or with its connection: what it held goes out again, but for what killed it. */
  #lost(channel: ConfirmChannel, refusal: Refusal | undefined): void {
    if (this.#channel !== channel) return;
    this.#channel = undefined;
    const held = this.#unconfirmed.all();
    this.#unconfirmed = new Unconfirmed(this.#settings.maxInFlight);
    const accused = refusal === undefined ? [] : held.filter(({ message }) => isImplicated(message, refusal));
    const culprits = accused.length === 0 ? held : accused;
    if (refusal !== undefined) {
      for (const pending of culprits) pending.suspect = true;
      const [only, ...others] = culprits;
      if (only !== undefined && others.length === 0) this.#fail(only, publishRefused(only.message, refusal));
    }
    for (const pending of held) if (pending.returned !== undefined) this.#fail(pending, unroutable(pending.message, pending.returned));
    const again = held.filter((pending) => !pending.done);
    this.#waiting.pushFront([...again.filter((pending) => !pending.suspect), ...again.filter((pending) => pending.suspect)]);
    if (refusal !== undefined) this.#reopen(refusal);
  }

  #reopen(refusal: Refusal): void {
    this.#settings.log.warn({ application: this.#settings.name, ...refusal }, "RabbitMQ closed the publishing channel; opening another");
    const connection = this.#connection;
    // Where this fails the connection has gone as well, and the next one brings a channel.
    if (connection !== undefined) void this.#openChannel(connection).catch(() => undefined);
  }

  #succeed(pending: Pending): void {
    if (pending.done) return;
    pending.done = true;
    pending.resolve();
    this.#answered();
  }

  #fail(pending: Pending, error: MessagingError): void {
    if (pending.done) return;
    pending.done = true;
    pending.reject(error);
    this.#answered();
  }

  #answered(): void {
    if (--this.#open === 0) this.#whenIdle?.();
  }

  /** One timer for all publishes, and none while nothing is under way. */
  #armSweep(): void {
    const everyMs = Math.min(1_000, Math.ceil(this.#settings.publishTimeoutMs / 10));
    this.#sweep = setTimeout(() => {
      this.#sweep = undefined;
      const now = Date.now();
      for (const pending of [...this.#unconfirmed.all(), ...this.#waiting]) {
        if (pending.deadline <= now)
          this.#fail(pending, waitedTooLong(pending, this.#settings, this.#blocked, this.#connection !== undefined));
      }
      this.#waiting.retain(({ done }) => !done);
      if (this.#open > 0) this.#armSweep();
    }, everyMs);
  }
}
