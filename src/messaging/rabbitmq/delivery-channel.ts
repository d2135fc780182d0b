import type { Channel, ConsumeMessage } from "amqplib";
import type { Delivery, OutgoingMessage } from "../broker.js";
import type { MessagingError } from "../errors.js";
import type { ChannelAnswers } from "./channel-answers.js";

/** What the delivery channels of one broker handle have in common. */
export interface DeliveryChannels {
  readonly open: Set<DeliveryChannel>;
  staleAcks: number;
}

/**
 * A channel that delivers, and the acks due on it. Acks are gathered until the present turn of the event loop ends; then
 * those that complete an unbroken run from the oldest delivery on leave as one `multiple` ack, the others one by one.
 */
export class DeliveryChannel {
  readonly #channel: Channel;
  readonly #siblings: DeliveryChannels;
  readonly #answers: ChannelAnswers | undefined;
  /** Every tag up to this one was settled by the user. */
  #settledTo = 0;
  readonly #settledBeyond = new Set<number>();
  #due: ConsumeMessage[] = [];
  #delivered = 0;
  #settled = 0;
  #retired = false;
  #closing = false;
  /** Resolves when the channel is gone. */
  readonly closed: Promise<void>;

  constructor(channel: Channel, siblings: DeliveryChannels, answers?: ChannelAnswers) {
    this.#channel = channel;
    this.#siblings = siblings;
    this.#answers = answers;
    siblings.open.add(this);
    this.closed = new Promise((resolve) => {
      channel.on("close", () => {
        siblings.open.delete(this);
        siblings.staleAcks += this.#due.length;
        this.#due = [];
        resolve();
      });
    });
  }

  deliver(message: ConsumeMessage, queue: string): Delivery {
    this.#delivered++;
    return new RabbitDelivery(this, message, queue);
  }

  ack(message: ConsumeMessage): void {
    if (!this.#usable()) return;
    this.#settle(message.fields.deliveryTag);
    if (this.#due.push(message) === 1) process.nextTick(this.#flush);
  }

  nack(message: ConsumeMessage, requeue: boolean): void {
    if (!this.#usable()) return;
    this.#settle(message.fields.deliveryTag);
    this.#tell(() => this.#channel.nack(message, false, requeue));
    this.#closeIfDone();
  }

  answer(message: OutgoingMessage, returned: (error: MessagingError) => void): boolean {
    return !this.gone && this.#answers?.publish(message, returned) === true;
  }

  /** Sends what is due, then asks for a message, which is left unacked. Resolves also when it is refused or the channel is gone. */
  async get(queue: string): Promise<void> {
    if (this.gone) return;
    this.#sendDue();
    const asked = new Promise<void>((resolve) => {
      this.#tell(
        () =>
          void this.#channel.get(queue).then(
            () => resolve(),
            () => resolve(),
          ),
      );
    });
    await Promise.race([asked, this.closed]);
  }

  /** Closes the channel as soon as everything delivered on it is settled. */
  retire(): void {
    this.#retired = true;
    this.#closeIfDone();
  }

  /** Sends what is due, hears of the answers, and closes. The broker delivers again what was not settled. */
  async close(): Promise<void> {
    if (!this.#closing && this.#siblings.open.has(this)) {
      this.#sendDue();
      this.#closing = true;
      await this.#answers?.settled();
      // Its promise stays pending when the connection dies meanwhile; the event does not.
      this.#tell(() => void this.#channel.close().catch(() => undefined));
    }
    await this.closed;
  }

  get gone(): boolean {
    return this.#closing || !this.#siblings.open.has(this);
  }

  #usable(): boolean {
    const usable = !this.gone;
    if (!usable) this.#siblings.staleAcks++;
    return usable;
  }

  readonly #flush = (): void => {
    this.#sendDue();
    this.#closeIfDone();
  };

  #sendDue(): void {
    const due = this.#due;
    this.#due = [];
    let last: ConsumeMessage | undefined;
    for (const message of due) {
      const tag = message.fields.deliveryTag;
      if (tag > this.#settledTo) this.#tell(() => this.#channel.ack(message, false));
      else if (last === undefined || tag > last.fields.deliveryTag) last = message;
    }
    const run = last;
    if (run !== undefined) this.#tell(() => this.#channel.ack(run, true));
  }

  /** amqplib throws where its connection is closing and this channel has yet to hear of it. */
  #tell(act: () => void): void {
    try {
      act();
    } catch {
      this.#siblings.staleAcks++;
    }
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
    const isDone = this.#settled === this.#delivered && this.#due.length === 0;
    if (this.#retired && isDone) void this.close();
  }
}

/** One delivery. Settling it twice does nothing. */
class RabbitDelivery implements Delivery {
  readonly body: Buffer;
  readonly queue: string;
  readonly exchange: string;
  readonly routingKey: string;
  readonly redelivered: boolean;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly messageId: string | undefined;
  readonly type: string | undefined;
  readonly correlationId: string | undefined;
  readonly replyTo: string | undefined;
  readonly appId: string | undefined;
  readonly timestamp: number | undefined;
  readonly priority: number | undefined;
  readonly expiration: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly #channel: DeliveryChannel;
  #message: ConsumeMessage | undefined;

  constructor(channel: DeliveryChannel, message: ConsumeMessage, queue: string) {
    const { fields } = message;
    // amqplib calls them `any`.
    const properties = message.properties as Partial<Delivery>;
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

  get stale(): boolean {
    return this.#channel.gone;
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

  answer(message: OutgoingMessage, returned: (error: MessagingError) => void): boolean {
    return this.#channel.answer(message, returned);
  }
}
