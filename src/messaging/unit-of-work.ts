/**
 * The seam between messaging and storage: one unit of work is a transaction that holds the inbox check, the handler's
 * state change and the outbox rows. Persistence implements it with a database; {@link directUnitOfWork} without one.
 */
import type { OutgoingMessage } from "./broker.js";

/** What work may use while its transaction is open. */
export interface Scope<Tx> {
  readonly tx: Tx;
  /** Adds a message that leaves after the commit, and only then. */
  enqueue(message: OutgoingMessage): void;
  /** True: messages leave before the work counts as done, and one that cannot leave fails it. Else an outbox keeps them. */
  readonly direct?: boolean;
}

export interface Work<Tx, Result> {
  /** Done at most once for each (consumer, key). Without it, always done. */
  readonly inbox?: { readonly consumer: string; readonly key: string };
  /** Aborted work is rolled back and rejects. */
  readonly signal?: AbortSignal;
  /** May run twice: a failed group is replayed one by one. Must touch nothing but the scope. */
  run(scope: Scope<Tx>): Promise<Result>;
}

export type WorkOutcome<Result> = { readonly status: "done"; readonly result: Result } | { readonly status: "duplicate" };

/**
 * Carries out units of work. Resolves when the work is durable; rejects with what `run` threw, with nothing changed, or with an
 * `outage` where it cannot be carried out for now.
 */
export interface UnitOfWork<Tx> {
  perform<Result>(work: Work<Tx, Result>): Promise<WorkOutcome<Result>>;
}
