import type { Channel, ConsumeMessage } from "amqplib";
import type { Delivery } from "../broker.js";

/** Told of what a channel's owner counts. */
export interface AckCounter {
  staleAcks: number;
}

/**
 * A channel that delivers, and the acks due on it. Acks are gathered until the present turn of the event loop ends; then
 * those that complete an unbroken run from the oldest delivery on leave as one `multiple` ack, the others one by one.
 */
export class DeliveryChannel {
  readonly #channel: Channel;
  readonly #counter: AckCounter;
  /** Every tag up to this one was settled by the user. */
  #settledTo = 0;
  readonly #settledBeyond = new Set<number>();
  #due: ConsumeMessage[] = [];
  #delivered = 0;
  #settled = 0;
  #open = true;
  #retired = false;

  constructor(channel: Channel, counter: AckCounter) {
    this.#channel = channel;
    this.#counter = counter;
    channel.on("close", () => {
      this.#open = false;
      this.#counter.staleAcks += this.#due.length;
      this.#due = [];
    });
  }

  deliver(message: ConsumeMessage, queue: string): Delivery {
    this.#delivered++;
    return new RabbitDelivery(this, message, queue);
  }

  ack(message: ConsumeMessage): void {
    if (!this.#open) {
      this.#counter.staleAcks++;
      return;
    }
    this.#settle(message.fields.deliveryTag);
    if (this.#due.push(message) === 1) process.nextTick(this.flush);
  }

  nack(message: ConsumeMessage, requeue: boolean): void {
    if (!this.#open) {
      this.#counter.staleAcks++;
      return;
    }
    this.#channel.nack(message, false, requeue);
    this.#settle(message.fields.deliveryTag);
    this.#closeIfDone();
  }

  /** Sends the acks that are due. */
  readonly flush = (): void => {
    const due = this.#due;
    this.#due = [];
    if (!this.#open) return;
    let last: ConsumeMessage | undefined;
    for (const message of due) {
      const tag = message.fields.deliveryTag;
      if (tag > this.#settledTo) this.#channel.ack(message, false);
      else if (last === undefined || tag > last.fields.deliveryTag) last = message;
    }
    if (last !== undefined) this.#channel.ack(last, true);
    this.#closeIfDone();
  };

  /** Closes the channel as soon as everything delivered on it is settled. */
  retire(): void {
    this.#retired = true;
    this.#closeIfDone();
  }

  /** Sends what is due and closes. The broker delivers again what was not settled. */
  async close(): Promise<void> {
    this.flush();
    if (this.#open) await this.#channel.close().catch(() => undefined);
  }

  #settle(tag: number): void {
    this.#settled++;
    if (tag !== this.#settledTo + 1) {
      this.#settledBeyond.add(tag);
      return;
    }
    this.#settledTo = tag;
    while (this.#settledBeyond.size > 0 && this.#settledBeyond.delete(this.#settledTo + 1)) this.#settledTo++;
  }

  #closeIfDone(): void {
    if (this.#retired && this.#open && this.#settled === this.#delivered && this.#due.length === 0) void this.close();
  }
}

/** One delivery. Settling it twice does nothing. */
class RabbitDelivery implements Delivery {
  readonly body: Buffer;
  readonly queue: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly redelivered: boolean;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly messageId?: string;
  readonly type?: string;
  readonly correlationId?: string;
  readonly replyTo?: string;
  readonly appId?: string;
  readonly timestamp?: number;
  readonly priority?: number;
  readonly expiration?: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly #channel: DeliveryChannel;
  #message: ConsumeMessage | undefined;

  constructor(channel: DeliveryChannel, message: ConsumeMessage, queue: string) {
    const { properties, fields } = message;
    this.#channel = channel;
    this.#message = message;
    this.body = message.content;
    this.queue = queue;
    this.exchange = fields.exchange;
    this.routingKey = fields.routingKey;
    this.redelivered = fields.redelivered;
    this.contentType = properties.contentType;
    this.contentEncoding = properties.contentEncoding;
    this.messageId = properties.messageId;
    this.type = properties.type;
    this.correlationId = properties.correlationId;
    this.replyTo = properties.replyTo;
    this.appId = properties.appId;
    this.timestamp = properties.timestamp;
    this.priority = properties.priority;
    this.expiration = properties.expiration;
    this.headers = properties.headers ?? {};
  }

  ack(): void {
    const message = this.#message;
    this.#message = undefined;
    if (message !== undefined) this.#channel.ack(message);
  }

  nack(requeue: boolean): void {
    const message = this.#message;
    this.#message = undefined;
    if (message !== undefined) this.#channel.nack(message, requeue);
  }
}
