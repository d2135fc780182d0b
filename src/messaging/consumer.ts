import type { Broker, Delivery, OutgoingMessage, Subscription } from "./broker.js";
import { decode } from "./decode.js";
import type { Received, Route, Send } from "./descriptors.js";
import { publish, whyNotSent } from "./direct-unit.js";
import { MessagingError } from "./errors.js";
import { type Failure, failureOf, type Move, moveFor } from "./failure.js";
import { HandlerRun, type RunSetup } from "./handler-run.js";
import { type Journey, journeyOf } from "./headers.js";
import { idempotencyKeyOf } from "./idempotency.js";
import { type Journal, type Note, noteSends } from "./journal.js";
import type { MessageLimits } from "./limits.js";
import type { Logger } from "./logger.js";
import type { Outcome, ReceiveMeter } from "./meters.js";
import type { MessagingMetrics } from "./metrics.js";
import { carryOut } from "./mover.js";
import { type Backoff, pauses } from "./pauses.js";
import type { ReceivePlan } from "./receive-plan.js";
import { type AnswerTo, answerTo } from "./reply-address.js";
import { Sweep } from "./sweep.js";
import type { Scope, UnitOfWork } from "./unit-of-work.js";
import { lastWordMs, within } from "./within.js";

export interface ConsumerSetup<Tx, Publisher> {
  readonly broker: Pick<Broker, "publish" | "consume">;
  readonly appId: string;
  readonly plan: ReceivePlan;
  readonly unit: UnitOfWork<Tx>;
  readonly limits: Required<MessageLimits>;
  readonly backoff: Required<Backoff>;
  readonly log: Logger;
  readonly metrics: MessagingMetrics;
  readonly journal?: Journal | undefined;
  routeFor(tx: Tx): Route<Publisher>;
  publisher(send: Send): Publisher;
}

/** One delivery on its way; settled once. */
interface Job<Publisher> {
  readonly delivery: Delivery;
  settled: boolean;
  run?: HandlerRun<Publisher>;
  note?: Note | undefined;
  /** Why the database could not be used, when it was last tried. */
  outage?: string;
}

/** Takes the deliveries of one queue to their end: acked, moved or given back. */
export class Consumer<Tx, Publisher> {
  readonly #setup: ConsumerSetup<Tx, Publisher>;
  /** Where answers go. */
  readonly #outlet: Pick<Broker, "publish">;
  readonly #inboxName: string;
  readonly #meter: ReceiveMeter;
  readonly #runs: RunSetup<Publisher>;
  readonly #pending: Delivery[] = [];
  readonly #running = new Set<Job<Publisher>>();
  /** No new work from here on. */
  readonly #stopping = new AbortController();
  /** The grace is over: what still runs is given back. */
  readonly #halted = new AbortController();
  readonly #limits = new Sweep((now) => this.#expireRuns(now));
  /** Requests whose answers came back, on their way to the dead letters. */
  #moving = 0;
  #subscription: Subscription | undefined;
  #onIdle: (() => void) | undefined;

  constructor(setup: ConsumerSetup<Tx, Publisher>) {
    const { operation } = setup.plan;
    this.#setup = setup;
    this.#outlet = setup.journal ? noteSends(setup.broker, setup.journal) : setup.broker;
    this.#inboxName = `${setup.appId}/${operation.id}`;
    this.#meter = setup.metrics.receive(operation.id);
    this.#runs = {
      appId: setup.appId,
      limits: setup.limits,
      timeoutMs: operation.timeoutMs,
      publisher: (send) => setup.publisher(send),
      meter: (sending) => setup.metrics.send(sending),
      observe: (seconds) => this.#meter.observe(seconds),
      watch: (deadline) => this.#limits.watch(deadline),
      faulty: (err) => this.#log("error", { err }, "an onDone listener failed"),
    };
  }

  get inFlight(): number {
    return this.#running.size;
  }

  async start(): Promise<void> {
    const { broker, plan } = this.#setup;
    const { queue, prefetch, consumers = 1, readOnly, reply } = plan.operation;
    const answers = readOnly === true && reply?.persistent === false;
    this.#subscription = await broker.consume(queue, { prefetch, consumers, answers }, (delivery) => this.#receive(delivery));
  }

  /** Takes no more, finishes what runs within `graceMs`, gives the rest back. Never rejects. */
  async stop(graceMs: number): Promise<void> {
    this.#stopping.abort();
    await within(graceMs, this.#drain());
    this.#halted.abort();
    for (const job of this.#running) job.run?.abort(stopping());
    await within(lastWordMs, this.#idle());
    for (const job of this.#running) this.#settle(job, "requeued");
    this.#giveBackPending();
    this.#limits.stop();
  }

  async #drain(): Promise<void> {
    await Promise.all([this.#cancel(), this.#idle()]);
    await this.#subscription?.drained?.();
    await this.#idle();
  }

  /** Cancels before it gives back: what is given back to a consumer that still listens comes again at once. */
  async #cancel(): Promise<void> {
    await this.#subscription?.cancel().catch((err: unknown) => this.#log("warn", { err }, "cancel failed"));
    this.#giveBackPending();
  }

  #giveBackPending(): void {
    for (const delivery of this.#pending.splice(0)) this.#settle({ delivery, settled: false }, "requeued");
  }

  #receive(delivery: Delivery): void {
    if (delivery.redelivered) this.#meter.redelivered++;
    this.#pending.push(delivery);
    if (this.#halted.signal.aborted) this.#giveBackPending();
    else this.#startPending();
  }

  #startPending(): void {
    const { concurrency } = this.#setup.plan.operation;
    while (this.#running.size < concurrency && !this.#stopping.signal.aborted) {
      const delivery = this.#pending.shift();
      if (!delivery) return;
      const job = { delivery, settled: false };
      // Not begun, and coming again: done now, it would be done twice where no inbox knows it.
      if (delivery.stale === true) this.#settle(job, "requeued");
      else void this.#process(job);
    }
  }

  async #process(job: Job<Publisher>): Promise<void> {
    this.#running.add(job);
    this.#meter.inFlight++;
    this.#settle(job, (await this.#decide(job)) ?? (await this.#sitOut(job)));
    this.#running.delete(job);
    this.#meter.inFlight--;
    this.#tellIfIdle();
    this.#startPending();
  }

  /** The way of a message, in order. Undefined where the database is away. Never rejects. */
  async #decide(job: Job<Publisher>): Promise<Outcome | undefined> {
    const { journal, plan, limits, unit } = this.#setup;
    const journey = journeyOf(job.delivery);
    job.note ??= journal?.received(job.delivery, plan.operation.id, journey);
    try {
      const message = decode(plan, job.delivery, journey, limits);
      const answer = plan.answers && answerTo(plan.answers, message, job.delivery);
      const key = plan.operation.readOnly === true ? undefined : idempotencyKeyOf(plan.idempotencyKey, message);
      job.note?.read(message, key);
      const run = (scope: Scope<Tx>) => this.#runHandler(job, journey, message, scope, answer);
      const outcome = await unit.perform(key === undefined ? { run } : { run, inbox: { consumer: this.#inboxName, key } });
      if (outcome.status === "duplicate") return "duplicate";
      const reply = job.run?.answer;
      if (reply && !this.#answerAhead(job, journey, reply)) await publish(this.#outlet, reply);
      job.run?.done();
      return "done";
    } catch (error) {
      if (this.#halted.signal.aborted) return "requeued";
      if (error instanceof MessagingError && error.outage) {
        job.outage = error.message;
        return undefined;
      }
      return this.#fail(job, journey, failureOf(error));
    }
  }

  /** Tries again until the database is back: the message is not at fault, and its attempts are for its own failures. */
  async #sitOut(job: Job<Publisher>): Promise<Outcome> {
    const { queue, messageId } = job.delivery;
    this.#log("warn", { queue, messageId, reason: job.outage }, "the database is away; a message waits for it");
    for await (const turn of pauses(this.#setup.backoff, this.#stopping.signal)) {
      // The first turn comes at once, and it has just been tried.
      const outcome = turn === 0 ? undefined : await this.#decide(job);
      if (outcome !== undefined) return outcome;
    }
    return "requeued";
  }

  /** Inside the transaction; may be called again for a transaction that was rolled back. */
  #runHandler(job: Job<Publisher>, journey: Journey, message: Received, scope: Scope<Tx>, answer?: AnswerTo): Promise<void> {
    if (this.#halted.signal.aborted) throw stopping();
    const run = new HandlerRun(this.#runs, journey.attempts + 1, job.delivery, scope);
    job.run = run;
    return run.start(this.#setup.routeFor(scope.tx), message, answer);
  }

  /** Sends an answer on the channel that brought its request, ahead of the ack. The broker says later if nobody listens for it. */
  #answerAhead(job: Job<Publisher>, journey: Journey, answer: OutgoingMessage): boolean {
    const returned = (error: unknown): void => {
      this.#moving++;
      void this.#fail(job, journey, failureOf(whyNotSent(answer, error))).then((outcome) => {
        this.#count(job, outcome);
        this.#moving--;
        this.#tellIfIdle();
      });
    };
    const sent = job.delivery.answer?.(answer, returned) === true;
    if (sent) this.#setup.journal?.sent(answer);
    return sent;
  }

  #expireRuns(now: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { run } of this.#running) {
      if (run === undefined) continue;
      if (run.deadline <= now) run.expire();
      else if (run.deadline < next) next = run.deadline;
    }
    return next;
  }

  /** Moves a failed message where the contract says; the delivery may be acked once the broker has confirmed that. */
  async #fail({ delivery, note }: Job<Publisher>, journey: Journey, failure: Failure): Promise<Outcome> {
    const move = moveFor(this.#setup.plan.operation, delivery, journey, failure);
    const { broker, backoff } = this.#setup;
    const failed = (err: unknown, target: string) => this.#log("error", { err, target }, "a failed message could not be moved");
    const moved = await carryOut(move, { broker, backoff, signal: this.#stopping.signal, failed });
    this.#logFailure(delivery, journey, failure, move, moved);
    note?.fails(failure.code, move.message.routingKey);
    return moved ? move.kind : "requeued";
  }

  #settle(job: Job<Publisher>, outcome: Outcome): void {
    if (job.settled) return;
    job.settled = true;
    this.#count(job, outcome);
    if (outcome === "requeued") job.delivery.nack(true);
    else job.delivery.ack();
  }

  #count({ note }: Job<Publisher>, outcome: Outcome): void {
    this.#meter.outcomes[outcome]++;
    note?.ends(outcome);
  }

  /** Resolves when nothing runs. */
  #idle(): Promise<void> {
    return this.#isIdle ? Promise.resolve() : new Promise((resolve) => (this.#onIdle = resolve));
  }

  get #isIdle(): boolean {
    return this.#running.size === 0 && this.#moving === 0;
  }

  #tellIfIdle(): void {
    if (this.#isIdle) this.#onIdle?.();
  }

  #logFailure(delivery: Delivery, journey: Journey, failure: Failure, move: Move, moved: boolean): void {
    const { code, reason, cause } = failure;
    const facts = { queue: delivery.queue, messageId: delivery.messageId, code, reason, attempt: journey.attempts + 1 };
    const target = { target: move.message.routingKey, ...(code === "bug" && { err: cause }) };
    this.#log(move.kind === "retried" ? "info" : "warn", { ...facts, ...target }, moved ? `message ${move.kind}` : "message given back");
  }

  #log(level: "info" | "warn" | "error", fields: object, text: string): void {
    this.#setup.log[level]({ operation: this.#setup.plan.operation.id, ...fields }, text);
  }
}

const stopping = () => new MessagingError("unavailable", "the service is stopping");
