import type { OutgoingMessage } from "../broker.js";
import type { Received } from "../descriptors.js";
import type { Note } from "../journal.js";
import { unwatchAbort, watchAbort } from "./abort-watch.js";
import type { Ending } from "./recent-ids.js";
import type { RequestPlan } from "./request-plan.js";

/** How far a request is. `sent`: handed to the broker, and not answered yet. */
export type RequestState = "waiting" | "sent" | "ended";

/** The line that a request stands in: told of what becomes of it. */
export interface RequestOwner {
  readonly plan: RequestPlan;
  /** Called once, before the caller hears of it. */
  ended(request: Request, was: RequestState, ending: Ending, failed?: { readonly error: unknown }): void;
  /** `onPublished` threw. */
  faulty(err: unknown): void;
}

/** What a request consists of. */
export interface RequestParts {
  /** Its correlation id. */
  readonly id: string;
  readonly message: OutgoingMessage;
  /** Both in the time of `performance.now()`. */
  readonly started: number;
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
  readonly onPublished: (() => void) | undefined;
  readonly resolve: (answer: Received) => void;
  readonly reject: (error: Error) => void;
}

/** One request from the call to its end. It ends once: answered, failed, or given up. */
export class Request {
  readonly parts: RequestParts;
  readonly owner: RequestOwner;
  state: RequestState = "waiting";
  /** Tells the broker handle that it need not be sent again. */
  withdraw: (() => void) | undefined;
  note: Note | undefined;
  #published = false;
  readonly #abort: (() => void) | undefined;

  constructor(owner: RequestOwner, parts: RequestParts) {
    this.owner = owner;
    this.parts = parts;
    const { signal } = parts;
    if (!signal) return;
    this.#abort = () => this.fail(signal.reason, "been given up");
    watchAbort(signal, this.#abort);
  }

  /** The broker has it. */
  published(): void {
    if (this.#published || this.state !== "sent") return;
    this.#published = true;
    try {
      this.parts.onPublished?.();
    } catch (err) {
      this.owner.faulty(err);
    }
  }

  answer(received: Received): void {
    // An answer may come before the call that publishes returns.
    this.published();
    if (this.#end("answered")) this.parts.resolve(received);
  }

  /** The error is handed on as it is: an abort's reason need not be an `Error`. */
  fail(error: unknown, ending: Ending): void {
    if (this.#end(ending, { error })) this.parts.reject(error as Error);
  }

  #end(ending: Ending, failed?: { readonly error: unknown }): boolean {
    const was = this.state;
    if (was === "ended") return false;
    this.state = "ended";
    if (this.#abort && this.parts.signal) unwatchAbort(this.parts.signal, this.#abort);
    this.owner.ended(this, was, ending, failed);
    return true;
  }
}
