import type { Broker } from "../broker.js";
import type { Ask, AskRequest, Received, RequestOperation, Topology } from "../descriptors.js";
import { MessagingError } from "../errors.js";
import { forInstance } from "../instance.js";
import type { Journal } from "../journal.js";
import { fillLimits, type MessageLimits } from "../limits.js";
import type { Logger } from "../logger.js";
import { createMetrics, type MessagingMetrics } from "../metrics.js";
import { type Backoff, defaultBackoff } from "../pauses.js";
import { Sweep } from "../sweep.js";
import { within } from "../within.js";
import { ReplyQueue } from "./reply-queue.js";
import type { Request } from "./request.js";
import { RequestLine } from "./request-line.js";
import { planRequest, type RequestPlan } from "./request-plan.js";

export interface RequestsOptions {
  readonly broker: Pick<Broker, "declare" | "publish" | "request" | "consume" | "state">;
  readonly contract: {
    readonly id: string;
    readonly requests: readonly RequestOperation[];
    readonly topology: Topology;
  };
  /** Id of the running instance, 1 to 64 of `A-Z a-z 0-9 _ -`: names its reply queues. */
  readonly instance: string;
  /** What to declare. Default: the contract's for this instance. */
  readonly topology?: Topology;
  readonly log: Logger;
  readonly metrics?: MessagingMetrics;
  readonly journal?: Journal | undefined;
  readonly limits?: MessageLimits;
  /** For dead-lettering an answer while the broker cannot be reached. */
  readonly backoff?: Backoff;
}

export interface Requests {
  readonly ask: Ask;
  /** Resolves when answers are consumed; until then requests are refused. Rejects when the broker refuses a declaration or a queue. */
  readonly ready: Promise<void>;
  /** Requests that have not ended: sent, or waiting for their turn. */
  readonly inFlight: number;
  /**
   * Takes no more requests, waits up to `graceMs` (default 10000) for answers to the others, and refuses what is left. Never
   * rejects; every further call waits for the first.
   */
  stop(options?: { readonly graceMs?: number }): Promise<void>;
}

/**
 * Makes the requests of an application: publishes each and waits for its answer on a reply queue. Returns at once, so that
 * requests can be refused, and answered by other means, while the broker is away.
 *
 * - An answer belongs to the request with its correlation id, known before the request is published. One that nobody waits for
 *   (unmatched, duplicate, late) or that breaks its contract goes to the dead-letter queue with the reason.
 * - `maxInFlight` requests of an operation are unanswered at a time; `maxWaiting` more wait for their turn. One more, or any
 *   while the broker is away, is refused at once with `unavailable`.
 */
export const startRequests = (options: RequestsOptions): Requests => new RunningRequests(options);

class RunningRequests implements Requests {
  readonly ready: Promise<void>;
  readonly #lines = new Map<RequestOperation, RequestLine>();
  readonly #queues: readonly ReplyQueue[];
  readonly #sweep = new Sweep((now) => this.#look(now));
  #closed: string | undefined = "answers are not consumed yet";
  #stopped: Promise<void> | undefined;
  #whenIdle: (() => void) | undefined;

  constructor(options: RequestsOptions) {
    const { contract, instance, topology = forInstance(contract.topology, instance) } = options;
    const filled = {
      ...options,
      topology,
      metrics: options.metrics ?? createMetrics(),
      limits: fillLimits(options.limits),
      backoff: { ...defaultBackoff, ...options.backoff },
    };
    const plans = contract.requests.map((operation) => planRequest(operation, instance));
    this.#queues = byQueue(plans).map((sharing) => this.#openQueue(sharing, filled));
    this.ready = this.#start(filled);
    // Whoever does not ask for it sees the requests refused.
    this.ready.catch(() => undefined);
  }

  get inFlight(): number {
    return this.#queues.reduce((sum, { pending }) => sum + pending.size, 0);
  }

  readonly ask: Ask = <Answer extends Received<string, unknown, unknown>>(
    operation: RequestOperation,
    name: string,
    payload: unknown,
    request?: AskRequest,
  ) => {
    const line = this.#lines.get(operation);
    if (!line) return Promise.reject(new MessagingError("bug", `operation ${operation.id} is none of this application's requests`));
    // The validators named in the operation are what makes it this type of answer.
    return line.ask(name, payload, request) as Promise<unknown> as Promise<Answer>;
  };

  stop({ graceMs = 10_000 }: { readonly graceMs?: number } = {}): Promise<void> {
    this.#stopped ??= this.#stop(graceMs);
    return this.#stopped;
  }

  #openQueue(plans: readonly [RequestPlan, ...RequestPlan[]], options: Filled): ReplyQueue {
    const { broker, contract, limits, backoff, log, metrics, journal } = options;
    const emptied = () => {
      if (this.inFlight === 0) this.#whenIdle?.();
    };
    const queue = new ReplyQueue({ broker, plans, limits, backoff, log, journal, emptied, meter: metrics.request(plans[0].operation.id) });
    const shared = { broker, appId: contract.id, queue, limits, log, journal, closed: () => this.#closed };
    const watch = (deadline: number) => this.#sweep.watch(deadline);
    for (const plan of plans)
      this.#lines.set(plan.operation, new RequestLine({ ...shared, plan, watch, meter: metrics.request(plan.operation.id) }));
    return queue;
  }

  async #start({ broker, topology }: Filled): Promise<void> {
    if (this.#queues.length === 0) return;
    await broker.declare(topology);
    await Promise.all(this.#queues.map((queue) => queue.start()));
    if (!this.#stopped) this.#closed = undefined;
  }

  async #stop(graceMs: number): Promise<void> {
    this.#closed = "the service is stopping";
    if (this.inFlight > 0) await within(graceMs, new Promise<void>((resolve) => (this.#whenIdle = resolve)));
    for (const { pending } of this.#queues)
      for (const request of pending.values()) request.fail(new MessagingError("unavailable", this.#closed), "been given up");
    this.#sweep.stop();
    await Promise.all(this.#queues.map((queue) => queue.stop()));
  }

  /** Ends what is due, and returns when something is due again. */
  #look(now: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { pending } of this.#queues) {
      for (const request of pending.values()) {
        if (request.parts.deadline <= now) request.fail(timedOut(request), "timed out");
        else if (request.parts.deadline < next) next = request.parts.deadline;
      }
    }
    for (const line of this.#lines.values()) next = Math.min(next, line.look(now));
    return next;
  }
}

type Filled = RequestsOptions &
  Required<Pick<RequestsOptions, "topology" | "metrics">> & {
    readonly limits: Required<MessageLimits>;
    readonly backoff: Required<Backoff>;
  };

const timedOut = ({ owner, parts }: Request): MessagingError => {
  const ms = Math.round(parts.deadline - parts.started);
  return new MessagingError("timeout", `operation ${owner.plan.operation.id} was not answered within ${ms} ms`);
};

const byQueue = (plans: readonly RequestPlan[]): readonly [RequestPlan, ...RequestPlan[]][] => {
  const groups = new Map<string, [RequestPlan, ...RequestPlan[]]>();
  for (const plan of plans) {
    const group = groups.get(plan.queue);
    if (group) group.push(plan);
    else groups.set(plan.queue, [plan]);
  }
  return [...groups.values()];
};
