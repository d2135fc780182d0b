import { MessagingError, type Received } from "#messaging";
import { until } from "./queues.js";

/** A handler that fails so many times, and then keeps what comes. */
export class Recorder {
  /** Numbers of the attempts, as the runtime counts them. */
  readonly attempts: number[] = [];
  readonly #received: Received[] = [];
  readonly #failures: number;
  readonly #error: Error;
  readonly #answer: unknown;
  #taken = 0;

  constructor({ failures = 0, error = new Error("fails on purpose"), answer }: { failures?: number; error?: Error; answer?: unknown }) {
    this.#failures = failures;
    this.#error = error;
    this.#answer = answer;
  }

  readonly handle = async (message: Received, { attempt }: { readonly attempt: number }): Promise<unknown> => {
    this.attempts.push(attempt);
    if (attempt <= this.#failures) throw this.#error;
    this.#received.push(message);
    return this.#answer;
  };

  /** The next message that has not been asked for. */
  async next(about: string): Promise<Received> {
    await until(
      async () => this.#received.length > this.#taken,
      () => `the handler got nothing: ${about}`,
    );
    const received = this.#received[this.#taken++];
    if (received === undefined) throw new Error("unreachable");
    return received;
  }
}

/** One that fails every time, so that attempts run out, or refuses for good. */
export const failing = (forGood: boolean): Recorder =>
  new Recorder({ failures: Number.POSITIVE_INFINITY, ...(forGood && { error: new MessagingError("rejected", "refused on purpose") }) });
