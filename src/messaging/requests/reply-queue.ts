import type { Broker, Delivery, Subscription } from "../broker.js";
import { decode, parseBody, textOf } from "../decode.js";
import type { Received } from "../descriptors.js";
import { MessagingError } from "../errors.js";
import { type Failure, failureOf, moveFor } from "../failure.js";
import { type Journey, journeyOf } from "../headers.js";
import type { Journal, Note } from "../journal.js";
import type { MessageLimits } from "../limits.js";
import type { Logger } from "../logger.js";
import type { RequestMeter, StrayKind } from "../meters.js";
import { carryOut } from "../mover.js";
import type { Backoff } from "../pauses.js";
import { evaluate, keyText } from "../runtime-expression.js";
import { lastWordMs, within } from "../within.js";
import { type Ending, RecentIds } from "./recent-ids.js";
import type { Request } from "./request.js";
import type { RequestPlan } from "./request-plan.js";

export interface ReplyQueueSetup {
  readonly broker: Pick<Broker, "publish" | "consume">;
  /** Those of the operations whose answers come here; at least one. */
  readonly plans: readonly [RequestPlan, ...RequestPlan[]];
  readonly limits: Required<MessageLimits>;
  readonly backoff: Required<Backoff>;
  readonly log: Logger;
  readonly journal?: Journal | undefined;
  /** Counts answers that nobody waits for. */
  readonly meter: RequestMeter;
  /** Nobody waits for an answer any more. */
  readonly emptied: () => void;
}

/** An answer that nobody waits for, and why. */
interface Stray {
  readonly kind: StrayKind;
  readonly reason: string;
}

/** One delivery. */
interface Came {
  readonly delivery: Delivery;
  readonly journey: Journey;
  readonly note: Note | undefined;
}

/** One reply queue: knows who waits for what, hands answers over, and dead-letters those that nobody waits for. */
export class ReplyQueue {
  readonly #setup: ReplyQueueSetup;
  /** Every request that has not ended, by correlation id, in the order of their calls. */
  readonly #pending = new Map<string, Request>();
  readonly #recent = new RecentIds();
  readonly #moving = new Set<Promise<void>>();
  readonly #stopped = new AbortController();
  #subscription: Subscription | undefined;

  constructor(setup: ReplyQueueSetup) {
    this.#setup = setup;
  }

  get pending(): ReadonlyMap<string, Request> {
    return this.#pending;
  }

  async start(): Promise<void> {
    const { broker, plans } = this.#setup;
    const inFlight = plans.reduce((sum, { operation }) => sum + operation.maxInFlight, 0);
    const prefetch = Math.min(65_535, Math.max(100, 2 * inFlight));
    this.#subscription = await broker.consume(plans[0].queue, { prefetch, replies: true }, (delivery) => this.#receive(delivery));
    if (this.#stopped.signal.aborted) await this.#cancel();
  }

  /** Consumes no more; answers that are on their way to the dead-letter queue and do not get there are given back. Never rejects. */
  async stop(): Promise<void> {
    await within(lastWordMs, this.#cancel());
    await within(lastWordMs, Promise.all(this.#moving));
    this.#stopped.abort();
    await Promise.all(this.#moving);
  }

  has(id: string): boolean {
    return this.#pending.has(id);
  }

  add(request: Request): void {
    this.#pending.set(request.parts.id, request);
  }

  remove({ parts: { id } }: Request, ending: Ending): void {
    this.#pending.delete(id);
    this.#recent.add(id, ending);
    if (this.#pending.size === 0) this.#setup.emptied();
  }

  async #cancel(): Promise<void> {
    await this.#subscription?.cancel().catch((err: unknown) => this.#log("warn", { err }, "cancel failed"));
  }

  #receive(delivery: Delivery): void {
    const { journal, plans } = this.#setup;
    const journey = journeyOf(delivery);
    const note = journal?.received(delivery, plans[0].operation.id, journey);
    try {
      const stray = this.#take(delivery, journey, note);
      if (stray) this.#deadLetter({ delivery, journey, note }, stray.kind, { code: "rejected", reason: stray.reason, cause: undefined });
      else {
        delivery.ack();
        note?.ends("done");
      }
    } catch (error) {
      const failure = failureOf(error);
      this.#requestOf(delivery)?.fail(brokenAnswer(failure), "answered");
      this.#deadLetter({ delivery, journey, note }, "invalid", failure);
    }
  }

  /** Hands an answer to who waits for it; tells where nobody does. Throws `invalid` on one that breaks its contract. */
  #take(delivery: Delivery, journey: Journey, note: Note | undefined): Stray | undefined {
    const { plans, limits } = this.#setup;
    const named = this.#sent(textOf(delivery.correlationId));
    let readable: Received | undefined;
    let fault: unknown;
    for (const plan of named ? [named.owner.plan] : plans) {
      let received: Received;
      try {
        received = decode(plan.replies, delivery, journey, limits);
      } catch (error) {
        fault ??= error;
        continue;
      }
      note?.read(received);
      const request = this.#sent(received.correlationId);
      if (request?.owner.plan === plan) {
        request.answer(received);
        return undefined;
      }
      readable ??= received;
    }
    if (!readable) throw fault;
    return this.#strayOf(readable.correlationId, delivery.redelivered);
  }

  /** Undefined for an answer that was taken and comes again because its ack was lost. */
  #strayOf(id: string | undefined, redelivered: boolean): Stray | undefined {
    if (id === undefined) return { kind: "unmatched", reason: "the answer has no correlation id" };
    const ending = this.#recent.find(id);
    if (ending === undefined) return { kind: "unmatched", reason: "no request of this instance has the answer's correlation id" };
    if (ending !== "answered") return { kind: "late", reason: `the answer is late: its request had ${ending}` };
    return redelivered ? undefined : { kind: "duplicate", reason: "the request was answered before" };
  }

  #sent(id: string | undefined): Request | undefined {
    const request = id === undefined ? undefined : this.#pending.get(id);
    return request?.state === "sent" ? request : undefined;
  }

  /** Whose answer this is that breaks its contract, as far as it can be read. */
  #requestOf(delivery: Delivery): Request | undefined {
    const { plans, limits } = this.#setup;
    let payload: unknown;
    try {
      payload = parseBody(delivery, limits);
    } catch {
      return this.#sent(textOf(delivery.correlationId));
    }
    for (const { correlationId: place } of plans.flatMap(({ replies }) => replies.messages)) {
      const request = this.#sent(place && keyText(evaluate(place, payload, delivery.headers)));
      if (request) return request;
    }
    return this.#sent(textOf(delivery.correlationId));
  }

  #deadLetter(came: Came, kind: StrayKind, failure: Failure): void {
    this.#setup.meter.strays[kind]++;
    came.note?.fails(kind, this.#setup.plans[0].deadLetterQueue);
    const moving = this.#move(came, failure).then(() => {
      this.#moving.delete(moving);
    });
    this.#moving.add(moving);
  }

  async #move({ delivery, journey, note }: Came, failure: Failure): Promise<void> {
    const { broker, backoff, plans } = this.#setup;
    const { queue, deadLetterQueue, operation } = plans[0];
    const move = moveFor({ id: operation.id, queue, deadLetterQueue, retryDelaysMs: [] }, delivery, journey, failure);
    const failed = (err: unknown, target: string) => this.#log("error", { err, target }, "an answer could not be dead-lettered");
    const moved = await carryOut(move, { broker, backoff, signal: this.#stopped.signal, failed });
    const { code, reason } = failure;
    const facts = { messageId: delivery.messageId, code, reason, target: deadLetterQueue };
    this.#log("warn", facts, moved ? "answer dead-lettered" : "answer given back");
    if (moved) delivery.ack();
    else delivery.nack(true);
    note?.ends(moved ? "dead-lettered" : "requeued");
  }

  #log(level: "warn" | "error", fields: object, text: string): void {
    const { operation, queue } = this.#setup.plans[0];
    this.#setup.log[level]({ operation: operation.id, queue, ...fields }, text);
  }
}

const brokenAnswer = ({ reason, cause }: Failure): MessagingError =>
  new MessagingError("invalid", `the answer breaks its contract: ${reason}`, {
    cause,
    ...(cause instanceof MessagingError && { faults: cause.faults }),
  });
