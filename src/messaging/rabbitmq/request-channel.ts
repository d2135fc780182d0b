import { type Channel, type ChannelModel, IllegalOperationError, type Message } from "amqplib";
import type { OutgoingMessage } from "../broker.js";
import type { MessagingError } from "../errors.js";
import { closedError } from "./link.js";
import type { Settings } from "./options.js";
import { toPublishOptions } from "./publish-options.js";
import { type Refusal, refusalOf } from "./refusals.js";
import { isAlike, returnReason } from "./returned.js";
import { doesNotFit, isImplicated, publishRefused, unroutable } from "./verdicts.js";

/** A request whose answer somebody waits for. */
interface Open {
  readonly message: OutgoingMessage;
  readonly failed: (error: MessagingError) => void;
  /** Times it was written to a channel. */
  sends: number;
}

/**
 * Publishes requests, without confirms: the answer is one. Whoever asks bounds how many there are and how long each waits. All that
 * wait leave again on the next channel when theirs is lost, but for what made the broker close it.
 */
export class RequestChannel {
  readonly #settings: Settings;
  readonly #open = new Set<Open>();
  #connection: ChannelModel | undefined;
  #channel: Channel | undefined;
  /** RabbitMQ takes no messages for now (an alarm). */
  #blocked = false;
  #closed = false;
  returned = 0;
  resent = 0;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  request(message: OutgoingMessage, failed: Open["failed"]): () => void {
    const open: Open = { message, failed, sends: 0 };
    this.#open.add(open);
    if (this.#closed) queueMicrotask(() => this.#fail(open, closedError()));
    else this.#send(open);
    return () => void this.#open.delete(open);
  }

  /** Begins on a fresh connection. */
  async attach(connection: ChannelModel): Promise<void> {
    connection.on("blocked", () => (this.#blocked = true));
    connection.on("unblocked", () => {
      this.#blocked = false;
      for (const open of this.#open) if (open.sends === 0) this.#send(open);
    });
    await this.#openChannel(connection);
  }

  /** The connection is gone. */
  detach(): void {
    this.#connection = undefined;
    this.#channel = undefined;
    this.#blocked = false;
  }

  close(): void {
    this.#closed = true;
    for (const open of this.#open) this.#fail(open, closedError());
  }

  async #openChannel(connection: ChannelModel): Promise<void> {
    const channel = await connection.createChannel();
    let refusal: Refusal | undefined;
    channel.on("error", (error) => {
      refusal = refusalOf(error);
    });
    channel.on("close", () => {
      if (this.#channel === channel) this.#lost(refusal);
    });
    channel.on("return", (message) => this.#cameBack(message));
    this.#connection = connection;
    this.#channel = channel;
    for (const open of this.#open) this.#send(open);
  }

  #send(open: Open): void {
    if (this.#channel === undefined || this.#blocked) return;
    const { exchange, routingKey, body } = open.message;
    try {
      this.#channel.publish(exchange, routingKey, body, toPublishOptions(open.message));
    } catch (error) {
      // Where the connection is closing, the next one takes it.
      if (!(error instanceof IllegalOperationError)) queueMicrotask(() => this.#fail(open, doesNotFit(error)));
      return;
    }
    if (open.sends++ > 0) this.resent++;
  }

  #cameBack(message: Message): void {
    this.returned++;
    for (const open of this.#open) {
      if (!isAlike(open.message, message)) continue;
      this.#fail(open, unroutable(open.message, returnReason(message)));
      return;
    }
  }

  #lost(refusal: Refusal | undefined): void {
    this.#channel = undefined;
    const connection = this.#connection;
    if (refusal === undefined || connection === undefined) return;
    const { log, name } = this.#settings;
    log.warn({ application: name, ...refusal }, "RabbitMQ closed the channel for requests; opening another");
    for (const open of this.#open)
      if (open.sends > 0 && isImplicated(open.message, refusal)) this.#fail(open, publishRefused(open.message, refusal));
    // Where this fails the connection has gone as well, and the next one brings a channel.
    void this.#openChannel(connection).catch(() => undefined);
  }

  #fail(open: Open, error: MessagingError): void {
    if (this.#open.delete(open)) open.failed(error);
  }
}
