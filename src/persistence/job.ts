import { setMaxListeners } from "node:events";
import type { Transaction } from "kysely";
import { MessagingError, type OutgoingMessage, type Work, type WorkOutcome } from "#messaging";
import type { Lease } from "./engine.js";

/**
 * One call of `perform` on its way through the writer: waiting → running → held (its run has ended, the commit has not)
 * → settled; and back to waiting when its group is replayed. It can be interrupted while it waits or runs.
 */
type State = "waiting" | "running" | "held" | "settled";

export class Job<DB> {
  readonly work: Work<Transaction<DB>, unknown>;
  readonly #resolve: (outcome: WorkOutcome<unknown>) => void;
  readonly #reject: (error: unknown) => void;
  #state: State = "waiting";
  #outcome: WorkOutcome<unknown> = { status: "duplicate" };
  #giveUp: ((error: unknown) => void) | undefined;
  /** Came too late for the run that is held; counts if that one is undone. */
  #interruption: { readonly error: unknown } | undefined;

  constructor(work: Job<DB>["work"], resolve: (outcome: WorkOutcome<unknown>) => void, reject: (error: unknown) => void) {
    this.work = work;
    this.#resolve = resolve;
    this.#reject = reject;
    if (work.signal === undefined) return;
    if (work.signal.aborted) {
      this.#onAbort();
      return;
    }
    // Hundreds of works may share one signal; each takes its listener off again.
    setMaxListeners(0, work.signal);
    work.signal.addEventListener("abort", this.#onAbort);
  }

  get settled(): boolean {
    return this.#state === "settled";
  }

  /** Runs the work on a lent transaction and returns what it wants sent. Rejects when it threw, spoiled the transaction or was interrupted. */
  async run(lease: Lease<DB>): Promise<readonly OutgoingMessage[]> {
    const outgoing: OutgoingMessage[] = [];
    let open = true;
    const enqueue = (message: OutgoingMessage) => {
      if (!open)
        throw new MessagingError("bug", "A message was sent after its unit of work was over. Await everything inside the handler.");
      outgoing.push(message);
    };
    this.#state = "running";
    try {
      const result = await this.#unlessInterrupted(() => this.work.run({ tx: lease.tx, enqueue }));
      if (lease.failure !== undefined) throw lease.failure.error;
      this.#hold({ status: "done", result });
      return outgoing;
    } finally {
      open = false;
      this.#giveUp = undefined;
      lease.end();
    }
  }

  /** The inbox knows it: nothing to run. It still waits for the commit, on which the one it doubles may depend. */
  skip(): void {
    this.#hold({ status: "duplicate" });
  }

  /** Its group was rolled back and is replayed. */
  again(): void {
    if (this.settled) return;
    this.#state = "waiting";
    if (this.#interruption !== undefined) this.fail(this.#interruption.error);
  }

  /** Its transaction is durable. */
  done(): void {
    this.#settle();
    this.#resolve(this.#outcome);
  }

  fail(error: unknown): void {
    if (this.settled) return;
    this.#settle();
    this.#reject(error);
  }

  /** Ends the wait for it, unless its run has ended: then it takes part in the commit. */
  interrupt(error: unknown): void {
    if (this.#state === "held") {
      this.#interruption = { error };
      return;
    }
    this.fail(error);
    this.#giveUp?.(error);
  }

  readonly #onAbort = (): void => this.interrupt(reasonOf(this.work.signal?.reason));

  #hold(outcome: WorkOutcome<unknown>): void {
    this.#outcome = outcome;
    this.#state = "held";
  }

  #settle(): void {
    this.#state = "settled";
    this.work.signal?.removeEventListener("abort", this.#onAbort);
  }

  #unlessInterrupted<R>(run: () => Promise<R>): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      this.#giveUp = reject;
      run().then(resolve, reject);
    });
  }
}

/** What an aborted work rejects with: a limit that passed is a `timeout`, any other reason makes it `unavailable`; both are tried again later. */
function reasonOf(reason: unknown): unknown {
  if (reason instanceof MessagingError) return reason;
  if (reason instanceof Error && reason.name === "TimeoutError") {
    return new MessagingError("timeout", "The work took longer than allowed and was rolled back.", { cause: reason });
  }
  return new MessagingError("unavailable", "The work was stopped before it was done and was rolled back.", { cause: reason });
}
