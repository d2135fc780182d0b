import type { Channel, Message } from "amqplib";
import type { OutgoingMessage } from "../broker.js";
import type { MessagingError } from "../errors.js";
import { toPublishOptions } from "./publish-options.js";
import { isAlike, returnReason } from "./returned.js";
import { unroutable } from "./verdicts.js";

/** An answer that may still come back. */
interface Answer {
  /** Its place among the answers of the channel. */
  readonly number: number;
  readonly message: OutgoingMessage;
  readonly returned: (error: MessagingError) => void;
}

/** After so many answers the broker is asked whether it has dealt with them. */
const mostKept = 64;

/**
 * What is published on a channel that delivers. Nothing is confirmed: the broker reads a channel in order, so that an ack behind an
 * answer tells it what a confirm would tell us, and an answer that nobody listens for comes back. It shares the channel's fate.
 */
export class ChannelAnswers {
  readonly #channel: Channel;
  readonly #prefetch: number;
  /** Oldest first. */
  #kept: Answer[] = [];
  #sent = 0;
  #asking: Promise<void> | undefined;

  /** @param prefetch that of the channel's consumers */
  constructor(channel: Channel, prefetch: number) {
    this.#channel = channel;
    this.#prefetch = prefetch;
    channel.on("return", (message) => this.#cameBack(message));
  }

  /** False where it cannot be sent now. */
  publish(message: OutgoingMessage, returned: Answer["returned"]): boolean {
    try {
      this.#channel.publish(message.exchange, message.routingKey, message.body, toPublishOptions(message));
    } catch {
      // The connection is closing, or a property does not fit: whoever publishes it otherwise is told.
      return false;
    }
    this.#kept.push({ number: this.#sent++, message, returned });
    if (this.#kept.length >= mostKept) void this.#ask();
    return true;
  }

  /** Resolves when the broker has dealt with all that was sent, or the channel is gone. */
  async settled(): Promise<void> {
    while (this.#kept.length > 0) await this.#ask();
  }

  #ask(): Promise<void> {
    this.#asking ??= this.#hear(this.#sent).finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  /** Whatever the broker replies comes behind what it returned. Setting the prefetch anew changes nothing for consumers that there are. */
  async #hear(sent: number): Promise<void> {
    try {
      await this.#channel.prefetch(this.#prefetch);
      this.#kept = this.#kept.filter(({ number }) => number >= sent);
    } catch {
      // The channel is gone, and its deliveries with it: they come again.
      this.#kept = [];
    }
  }

  #cameBack(message: Message): void {
    const at = this.#kept.findIndex((answer) => isAlike(answer.message, message));
    const [answer] = at < 0 ? [] : this.#kept.splice(at, 1);
    answer?.returned(unroutable(answer.message, returnReason(message)));
  }
}
