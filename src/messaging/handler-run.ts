import type { OutgoingMessage } from "./broker.js";
import type { HandlerContext, Received, Send } from "./descriptors.js";
import { type EncodeContext, encode } from "./encode.js";
import { MessagingError } from "./errors.js";
import type { SendMeter } from "./metrics.js";
import { countFailure } from "./send.js";

export interface RunSetup<Publisher> {
  readonly attempt: number;
  readonly timeoutMs: number;
  readonly encoding: EncodeContext;
  enqueue(message: OutgoingMessage): void;
  publisher(send: Send): Publisher;
  meter(operation: string): SendMeter;
}

/**
 * One run of a handler, from start to end: its context, its time limit, what it published. It ends once: by its result, by its
 * time limit, or because the service stops. What the handler does after that reaches nobody.
 */
export class HandlerRun<Publisher> implements HandlerContext<Publisher> {
  readonly attempt: number;
  readonly publish: Publisher;
  /** One entry for each message that was enqueued. */
  readonly enqueued: SendMeter[] = [];
  readonly #setup: RunSetup<Publisher>;
  #controller: AbortController | undefined;
  #end: ((error: unknown) => void) | undefined;
  #ended = false;
  #endError: unknown;
  #publishFailed: { readonly error: unknown } | undefined;

  constructor(setup: RunSetup<Publisher>) {
    this.#setup = setup;
    this.attempt = setup.attempt;
    this.publish = setup.publisher((operation, name, payload, request) => {
      const meter = setup.meter(operation.id);
      try {
        if (this.#ended) throw new MessagingError("bug", `operation ${operation.id} was called after its handler had ended`);
        setup.enqueue(encode(operation, name, payload, request, setup.encoding));
        this.enqueued.push(meter);
        return sent;
      } catch (error) {
        countFailure(meter, error);
        return this.#failPublish(error);
      }
    });
  }

  /** Made when first asked for: a signal costs 2 µs, and few handlers look at it. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#ended && !this.#controller.signal.aborted) this.#controller.abort(this.#endError);
    return this.#controller.signal;
  }

  /** Resolves or rejects when the run ends. */
  start(handle: (message: Received, context: HandlerContext<Publisher>) => Promise<void>, message: Received): Promise<void> {
    return new Promise((resolve, reject) => {
      const { timeoutMs } = this.#setup;
      const timer = setTimeout(() => this.abort(new MessagingError("timeout", `handler took longer than ${timeoutMs} ms`)), timeoutMs);
      this.#end = (error) => {
        clearTimeout(timer);
        this.#end = undefined;
        this.#ended = true;
        const failed = this.#publishFailed ?? (error === undefined ? undefined : { error });
        if (failed) reject(failed.error);
        else resolve();
      };
      const ended = () => this.#end?.(undefined);
      const failed = (error: unknown) => this.#end?.(error ?? new Error("handler threw nothing"));
      try {
        Promise.resolve(handle(message, this)).then(ended, failed);
      } catch (error) {
        failed(error);
      }
    });
  }

  /** Ends the run with `error`, unless it has ended. */
  abort(error: MessagingError): void {
    if (this.#ended) return;
    this.#publishFailed = undefined;
    this.#end?.(error);
    this.#ended = true;
    this.#endError = error;
    this.#controller?.abort(error);
  }

  /**
   * A publish that failed fails the run even where the handler did not wait for it, or its message would be lost without a word.
   * The rejection is marked as seen for the same reason: unseen, it would end the process.
   */
  #failPublish(error: unknown): Promise<void> {
    this.#publishFailed ??= { error };
    const failed = Promise.reject(error);
    failed.catch(() => undefined);
    return failed;
  }
}

const sent = Promise.resolve();
