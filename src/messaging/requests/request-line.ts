import { randomUUID } from "node:crypto";
import type { Broker, OutgoingMessage } from "../broker.js";
import type { AskRequest, Received } from "../descriptors.js";
import { MessagingError } from "../errors.js";
import { Fifo } from "../fifo.js";
import type { Journal, Note } from "../journal.js";
import type { MessageLimits } from "../limits.js";
import type { Logger } from "../logger.js";
import type { RequestMeter } from "../meters.js";
import { invalid } from "../send-plan.js";
import type { Ending } from "./recent-ids.js";
import type { ReplyQueue } from "./reply-queue.js";
import { Request, type RequestOwner, type RequestState } from "./request.js";
import { encodeRequest, noOptions, type RequestPlan } from "./request-plan.js";

export interface RequestLineSetup {
  readonly broker: Pick<Broker, "publish" | "request" | "state">;
  /** The application's id; becomes the AMQP app id. */
  readonly appId: string;
  readonly plan: RequestPlan;
  readonly queue: ReplyQueue;
  readonly limits: Required<MessageLimits>;
  readonly log: Logger;
  readonly journal?: Journal | undefined;
  readonly meter: RequestMeter;
  /** Why no request may be made for now, if so. */
  readonly closed: () => string | undefined;
  /** Makes sure that what is due at this time of `performance.now()` is dealt with. */
  readonly watch: (deadline: number) => void;
}

/** How often a line with waiting requests looks whether the broker is still there, milliseconds. */
const lookMs = 100;

/** The requests of one operation: so many without an answer at a time, so many more in a line behind them. */
export class RequestLine implements RequestOwner {
  readonly plan: RequestPlan;
  readonly #setup: RequestLineSetup;
  readonly #meter: RequestMeter;
  /** Those that ended while they waited are still in it, until they are come upon. */
  readonly #line = new Fifo<Request>();
  // Of this line; the meter's are of all who share its operation.
  #inFlight = 0;
  #waiting = 0;

  constructor(setup: RequestLineSetup) {
    this.#setup = setup;
    this.plan = setup.plan;
    this.#meter = setup.meter;
  }

  ask(name: string, payload: unknown, options: AskRequest = noOptions): Promise<Received> {
    this.#meter.asked++;
    return new Promise((resolve, reject) => {
      try {
        this.#refuseUnlessOpen(options);
        this.#begin(this.#prepare(name, payload, options, resolve, reject));
      } catch (error) {
        this.#refuse(error, reject);
      }
    });
  }

  ended(request: Request, was: RequestState, ending: Ending, failed?: { readonly error: unknown }): void {
    request.withdraw?.();
    this.#setup.queue.remove(request, ending);
    this.#count(was, -1);
    if (failed) this.#countFailure(failed.error, request.note);
    else {
      request.note?.ends("answered");
      this.#meter.answered++;
      this.#meter.observe((performance.now() - request.parts.started) / 1000);
    }
    if (was === "waiting") this.#compact();
    else this.#sendNext();
  }

  faulty(err: unknown): void {
    this.#setup.log.error({ operation: this.plan.operation.id, err }, "an onPublished callback failed");
  }

  /** Nobody waits in vain for a broker that has gone. Returns when to look again, `Infinity` where nobody waits. */
  look(now: number): number {
    this.#sendNext();
    return this.#waiting > 0 ? now + lookMs : Number.POSITIVE_INFINITY;
  }

  #refuse(error: unknown, reject: (reason: unknown) => void): void {
    this.#countFailure(error);
    reject(error);
  }

  #refuseUnlessOpen({ signal }: AskRequest): void {
    signal?.throwIfAborted();
    const reason = this.#setup.closed();
    if (reason !== undefined) throw unavailable(reason);
    if (this.#setup.broker.state !== "up") throw away();
    const { id, maxInFlight, maxWaiting } = this.plan.operation;
    if (this.#inFlight >= maxInFlight && this.#waiting >= maxWaiting)
      throw unavailable(`${this.#waiting} requests of operation ${id} already wait`);
  }

  #prepare(
    name: string,
    payload: unknown,
    options: AskRequest,
    resolve: (answer: Received) => void,
    reject: (error: Error) => void,
  ): Request {
    const { operation } = this.plan;
    const started = performance.now();
    const { timeoutMs = operation.timeoutMs, signal, onPublished } = options;
    if (typeof timeoutMs !== "number" || !(timeoutMs > 0)) throw invalid(operation, "needs a number above zero as timeoutMs");
    const newId = randomUUID();
    const message = this.#encode(name, payload, options, newId);
    const id = message.correlationId ?? newId;
    if (this.#setup.queue.has(id)) throw invalid(operation, "is given the correlation id of a request that is not answered yet");
    return new Request(this, { id, message, started, deadline: started + timeoutMs, signal, onPublished, resolve, reject });
  }

  #encode(name: string, given: unknown, options: AskRequest, newId: string): OutgoingMessage {
    const { appId, limits } = this.#setup;
    return encodeRequest(this.plan, name, given, options, newId, { appId, limits });
  }

  #begin(request: Request): void {
    const { queue, watch } = this.#setup;
    // Before it is published: its answer may come at once.
    queue.add(request);
    watch(request.parts.deadline);
    if (this.#inFlight < this.plan.operation.maxInFlight) {
      this.#send(request);
      return;
    }
    this.#count("waiting", 1);
    this.#line.push(request);
    watch(request.parts.started + lookMs);
  }

  #send(request: Request): void {
    request.state = "sent";
    this.#count("sent", 1);
    const { broker, journal } = this.#setup;
    const { message } = request.parts;
    request.note = journal?.sent(message, this.plan.operation.id);
    // What was not confirmed in time may have arrived all the same.
    const failed = (error: unknown): void => request.fail(error, "been given up");
    // That a transient request has arrived is told by its answer; of a persistent one, its confirm says that it will outlive the broker.
    if (message.persistent || broker.request === undefined) broker.publish(message).catch(failed);
    else request.withdraw = broker.request(message, failed);
    request.published();
  }

  #sendNext(): void {
    if (this.#waiting === 0) return;
    const isAway = this.#setup.broker.state !== "up";
    while (this.#waiting > 0 && (isAway || this.#inFlight < this.plan.operation.maxInFlight)) {
      const next = this.#line.shift();
      if (next === undefined) return;
      if (next.state !== "waiting") continue;
      if (isAway) next.fail(away(), "been given up");
      else {
        this.#count("waiting", -1);
        this.#send(next);
      }
    }
  }

  /** Those that ended while they waited must not pile up behind one that does not move. */
  #compact(): void {
    if (this.#line.size > 2 * this.#waiting + 64) this.#line.retain(({ state }) => state === "waiting");
  }

  #count(what: RequestState, change: 1 | -1): void {
    if (what === "waiting") {
      this.#waiting += change;
      this.#meter.waiting += change;
    } else {
      this.#inFlight += change;
      this.#meter.inFlight += change;
    }
  }

  #countFailure(error: unknown, note?: Note): void {
    const code = error instanceof MessagingError ? error.code : "aborted";
    note?.fails(code);
    note?.ends("failed");
    this.#meter.failures.set(code, (this.#meter.failures.get(code) ?? 0) + 1);
  }
}

const unavailable = (reason: string) => new MessagingError("unavailable", reason);
const away = () => unavailable("the broker is away");
