import type { Delivery } from "./broker.js";
import type { HandlerContext, Received, Route, Send } from "./descriptors.js";
import { encode } from "./encode.js";
import { MessagingError } from "./errors.js";
import { asError } from "./failure.js";
import type { MessageLimits } from "./limits.js";
import type { SendMeter } from "./metrics.js";
import { countFailure } from "./send.js";
import { traceOf } from "./trace.js";
import type { Scope } from "./unit-of-work.js";

/** What all runs of one operation share. */
export interface RunSetup<Publisher> {
  readonly appId: string;
  readonly timeoutMs: number;
  readonly limits: Required<MessageLimits>;
  readonly publisher: (send: Send) => Publisher;
  readonly meter: (operation: string) => SendMeter;
  readonly observe: (seconds: number) => void;
}

/**
 * One run of a handler, from start to end: its context, its time limit, what it published. It ends once: by its result, by its
 * time limit, or because the service stops. What the handler does after that reaches nobody.
 *
 * Publisher and signal are made when first asked for: few handlers look at the signal (2 µs), and not all publish.
 */
export class HandlerRun<Publisher> implements HandlerContext<Publisher> {
  readonly attempt: number;
  readonly #setup: RunSetup<Publisher>;
  readonly #delivery: Delivery;
  readonly #scope: Pick<Scope<unknown>, "enqueue">;
  #publisher: Publisher | undefined;
  #enqueued: SendMeter[] | undefined;
  #controller: AbortController | undefined;
  #end: ((failed?: { readonly error: unknown }) => void) | undefined;
  #ended = false;
  #abortedWith: MessagingError | undefined;
  #publishFailed: { readonly error: unknown } | undefined;

  constructor(setup: RunSetup<Publisher>, attempt: number, delivery: Delivery, scope: Pick<Scope<unknown>, "enqueue">) {
    this.#setup = setup;
    this.attempt = attempt;
    this.#delivery = delivery;
    this.#scope = scope;
  }

  get publish(): Publisher {
    this.#publisher ??= this.#setup.publisher(this.#send);
    return this.#publisher;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#ended) this.#controller.abort(this.#abortedWith);
    return this.#controller.signal;
  }

  /** Resolves or rejects when the run ends. Called once. */
  start(route: Route<Publisher>, message: Received): Promise<void> {
    return new Promise((resolve, reject) => {
      const { timeoutMs, observe } = this.#setup;
      const started = performance.now();
      const timer = setTimeout(() => this.abort(new MessagingError("timeout", `handler took longer than ${timeoutMs} ms`)), timeoutMs);
      this.#end = (failed) => {
        clearTimeout(timer);
        this.#end = undefined;
        this.#ended = true;
        observe((performance.now() - started) / 1000);
        if (failed) reject(asError(failed.error));
        else resolve();
      };
      const finished = () => this.#end?.(this.#publishFailed);
      const failed = (error: unknown) => this.#end?.(this.#publishFailed ?? { error });
      try {
        Promise.resolve(route.handle(message, this)).then(finished, failed);
      } catch (error) {
        failed(error);
      }
    });
  }

  /** Ends the run with `error`, unless it has ended. */
  abort(error: MessagingError): void {
    if (this.#ended) return;
    this.#abortedWith = error;
    this.#end?.({ error });
    this.#controller?.abort(error);
  }

  /** To be called when the run's transaction has committed. */
  countEnqueued(): void {
    for (const meter of this.#enqueued ?? []) meter.enqueued++;
  }

  readonly #send: Send = (operation, name, payload, request) => {
    const { appId, limits, meter: meterOf } = this.#setup;
    const meter = meterOf(operation.id);
    try {
      if (this.#ended) throw new MessagingError("bug", `operation ${operation.id} was called after its handler had ended`);
      this.#scope.enqueue(encode(operation, name, payload, request, { appId, limits, trace: traceOf(this.#delivery.headers) }));
      this.#enqueued ??= [];
      this.#enqueued.push(meter);
      return sent;
    } catch (error) {
      countFailure(meter, error);
      return this.#failPublish(error);
    }
  };

  /**
   * A publish that failed fails the run even where the handler did not wait for it, or its message would be lost without a word.
   * The rejection is marked as seen for the same reason: unseen, it would end the process.
   */
  #failPublish(error: unknown): Promise<void> {
    this.#publishFailed ??= { error };
    const failed = Promise.reject(asError(error));
    failed.catch(() => undefined);
    return failed;
  }
}

const sent = Promise.resolve();
