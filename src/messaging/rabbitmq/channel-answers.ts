import type { ConfirmChannel } from "amqplib";
import type { OutgoingMessage } from "../broker.js";
import { MessagingError } from "../errors.js";
import { toPublishOptions } from "./publish-options.js";
import { type Pending, Unconfirmed } from "./unconfirmed.js";
import { nacked, unroutable } from "./verdicts.js";

/** Answers on one channel that the broker may have to confirm at a time. */
const mostUnconfirmed = 4_096;

/** What is published on a channel that delivers. It shares the channel's fate: what is not confirmed when that closes is not sent again. */
export class ChannelAnswers {
  readonly #channel: ConfirmChannel;
  readonly #unconfirmed = new Unconfirmed(mostUnconfirmed);
  /** Called when the broker has confirmed all. */
  emptied: () => void = () => undefined;

  constructor(channel: ConfirmChannel) {
    this.#channel = channel;
    channel.on("ack", ({ deliveryTag, multiple }) => this.#confirmed(deliveryTag, multiple, true));
    channel.on("nack", ({ deliveryTag, multiple }) => this.#confirmed(deliveryTag, multiple, false));
    channel.on("return", (message) => this.#unconfirmed.markReturned(message));
    channel.on("close", () => {
      for (const pending of this.#unconfirmed.all()) pending.reject(lost());
    });
  }

  get size(): number {
    return this.#unconfirmed.size;
  }

  /** Undefined where no more can be sent now. */
  publish(message: OutgoingMessage): Promise<void> | undefined {
    if (this.#unconfirmed.full) return undefined;
    try {
      this.#channel.publish(message.exchange, message.routingKey, message.body, toPublishOptions(message));
    } catch {
      // The connection is closing, or a property does not fit: whoever publishes it otherwise is told.
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const deadline = Number.POSITIVE_INFINITY;
      this.#unconfirmed.add({ message, resolve, reject, deadline, sends: 1, done: false, returned: undefined, suspect: false });
    });
  }

  #confirmed(tag: number, multiple: boolean, taken: boolean): void {
    this.#unconfirmed.confirm(tag, multiple, (pending: Pending) => {
      if (pending.returned !== undefined) pending.reject(unroutable(pending));
      else if (taken) pending.resolve();
      else pending.reject(nacked(pending));
    });
    if (this.#unconfirmed.size === 0) this.emptied();
  }
}

const lost = () => new MessagingError("unavailable", "The channel was lost before the broker had confirmed the answer.");
