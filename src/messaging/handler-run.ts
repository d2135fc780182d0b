import type { Delivery, OutgoingMessage } from "./broker.js";
import type { Answer, HandlerContext, Received, Route, Send, SendOperation, SendRequest } from "./descriptors.js";
import { encode } from "./encode.js";
import { MessagingError } from "./errors.js";
import { asError } from "./failure.js";
import type { MessageLimits } from "./limits.js";
import type { SendMeter } from "./meters.js";
import type { AnswerTo } from "./reply-address.js";
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
  /** Makes sure that somebody calls {@link HandlerRun.expire} at this time of `performance.now()`. */
  readonly watch: (deadline: number) => void;
  /** An `onDone` listener threw. */
  readonly faulty: (err: unknown) => void;
}

type Outlet = Pick<Scope<unknown>, "enqueue" | "direct">;

/**
 * One run of a handler, from start to end: its context, its time limit, what it published. It ends once: by its result, by its
 * time limit, or because the service stops. What the handler does after that reaches nobody.
 *
 * Publisher and signal are made when first asked for: few handlers look at the signal (2 µs), and not all publish.
 */
export class HandlerRun<Publisher> implements HandlerContext<Publisher> {
  readonly attempt: number;
  /** In the time of `performance.now()`. */
  deadline = Number.POSITIVE_INFINITY;
  /** What it answered, where that is to leave ahead of the ack, on the channel that brought the request. */
  answer: OutgoingMessage | undefined;
  readonly #setup: RunSetup<Publisher>;
  readonly #delivery: Delivery;
  readonly #scope: Outlet;
  #publisher: Publisher | undefined;
  #enqueued: SendMeter[] | undefined;
  #listeners: (() => void)[] | undefined;
  #controller: AbortController | undefined;
  #end: ((failed?: { readonly error: unknown }) => void) | undefined;
  #ended = false;
  #abortedWith: MessagingError | undefined;
  #publishFailed: { readonly error: unknown } | undefined;

  constructor(setup: RunSetup<Publisher>, attempt: number, delivery: Delivery, scope: Outlet) {
    this.#setup = setup;
    this.attempt = attempt;
    this.#delivery = delivery;
    this.#scope = scope;
  }

  get publish(): Publisher {
    this.#publisher ??= this.#setup.publisher((...sending) => this.#send(...sending));
    return this.#publisher;
  }

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#ended) this.#controller.abort(this.#abortedWith);
    return this.#controller.signal;
  }

  /** A function of its own, because handlers take their context apart. */
  get onDone(): HandlerContext<Publisher>["onDone"] {
    return (listener) => {
      this.#listeners ??= [];
      this.#listeners.push(listener);
    };
  }

  /** Resolves or rejects when the run ends. Called once. */
  start(route: Route<Publisher>, message: Received, answerTo?: AnswerTo): Promise<void> {
    return new Promise((resolve, reject) => {
      const { timeoutMs, observe, watch } = this.#setup;
      const started = performance.now();
      this.deadline = started + timeoutMs;
      watch(this.deadline);
      this.#end = (failed) => {
        this.#end = undefined;
        this.#ended = true;
        observe((performance.now() - started) / 1000);
        if (failed) reject(asError(failed.error));
        else resolve();
      };
      const finished = (result: unknown) => this.#finish(result, answerTo);
      const failed = (error: unknown) => this.#end?.(this.#publishFailed ?? { error });
      try {
        Promise.resolve(route.handle(message, this)).then(finished, failed);
      } catch (error) {
        failed(error);
      }
    });
  }

  /** The handler's time is up. */
  expire(): void {
    this.abort(new MessagingError("timeout", `handler took longer than ${this.#setup.timeoutMs} ms`));
  }

  /** Ends the run with `error`, unless it has ended. */
  abort(error: MessagingError): void {
    if (this.#ended) return;
    this.#abortedWith = error;
    this.#end?.({ error });
    this.#controller?.abort(error);
  }

  /** To be called when the run's work is durable. */
  done(): void {
    for (const meter of this.#enqueued ?? []) meter.enqueued++;
    for (const listener of this.#listeners ?? []) {
      try {
        listener();
      } catch (err) {
        this.#setup.faulty(err);
      }
    }
  }

  #finish(result: unknown, answerTo: AnswerTo | undefined): void {
    if (this.#ended) return;
    if (answerTo && !this.#publishFailed) this.#answer(result as Answer | undefined, answerTo);
    this.#end?.(this.#publishFailed);
  }

  #answer(answer: Answer | undefined, { operation, address, named, correlationId }: AnswerTo): void {
    const meter = this.#setup.meter(operation.id);
    try {
      if (!answer) throw new MessagingError("bug", `the handler gave no answer for operation ${operation.id}`);
      const request = requestFor(correlationId, answer.headers);
      const message = this.#encode(operation, answer.name, answer.payload, request, address);
      if (named) markNamed(message, this.#scope.direct === true);
      if (this.#leavesAhead(operation)) this.answer = message;
      else this.#scope.enqueue(message);
      this.#enqueued ??= [];
      this.#enqueued.push(meter);
    } catch (error) {
      countFailure(meter, error);
      this.#publishFailed = { error };
    }
  }

  /** The confirm of a persistent answer tells that it is on disk: its request is not acked before. */
  #leavesAhead({ persistent }: SendOperation): boolean {
    return !persistent && this.#scope.direct === true && this.#delivery.answer !== undefined;
  }

  #send(...[operation, name, payload, request]: Parameters<Send>): Promise<void> {
    const meter = this.#setup.meter(operation.id);
    try {
      if (this.#ended) throw new MessagingError("bug", `operation ${operation.id} was called after its handler had ended`);
      this.#scope.enqueue(this.#encode(operation, name, payload, request));
      this.#enqueued ??= [];
      this.#enqueued.push(meter);
      return sent;
    } catch (error) {
      countFailure(meter, error);
      return this.#failPublish(error);
    }
  }

  #encode(operation: SendOperation, name: string, payload: unknown, request: SendRequest | undefined, address?: string): OutgoingMessage {
    const { appId, limits } = this.#setup;
    return encode(operation, name, payload, request, { appId, limits, trace: traceOf(this.#delivery.headers), address });
  }

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

const requestFor = (correlationId: string | undefined, headers: Answer["headers"]): SendRequest => {
  const request: { correlationId?: string; headers?: object } = {};
  if (correlationId !== undefined) request.correlationId = correlationId;
  if (headers !== undefined) request.headers = headers;
  return request;
};

/**
 * Marks a message that nobody else has yet. A requester that is gone is no fault of the answer: sent directly, that fails its request;
 * from an outbox the answer would be tried for ever, and so may get lost.
 */
const markNamed = (message: { -readonly [K in keyof OutgoingMessage]: OutgoingMessage[K] }, direct: boolean): void => {
  if (direct) message.namedAddress = true;
  else message.mandatory = false;
};
