import type { Transaction } from "kysely";
import { type Logger, MessagingError, type OutgoingMessage, type UnitOfWork, type Work, type WorkOutcome } from "#messaging";
import type { Engine, OutboxRow } from "./engine.js";
import { Job } from "./job.js";
import type { Removals } from "./removals.js";

export interface GroupCommitOptions<DB> {
  readonly engine: Engine<DB>;
  readonly log: Logger;
  /** Whose outbox rows these are. */
  readonly owner: string;
  /** Works in one transaction at most. */
  readonly groupSize: number;
  /** After this long no further work joins the open transaction, milliseconds. */
  readonly groupMs: number;
  /** One work may run this long, milliseconds, whatever its signal says: the writer is never blocked for ever. */
  readonly workLimitMs: number;
  /** Confirmed outbox rows, deleted on the way. */
  readonly removals: Removals;
  /** Called right after a commit, before the works resolve. */
  readonly onCommitted: (rows: readonly OutboxRow[]) => void;
}

export interface GroupCommit<DB> extends UnitOfWork<Transaction<DB>> {
  /** Makes a transaction soon even if no work comes, for the removals. */
  wake(): void;
  /** Takes no more work; resolves when what was taken is settled. What is not after `graceMs` rejects with `unavailable`. */
  close(graceMs: number): Promise<void>;
}

/**
 * Many units of work, one transaction, one wait for the disk. Works run one after the other; if one fails the whole group
 * is rolled back and its members are replayed each in a transaction of its own, so that only the offender rejects.
 * Work that comes while a transaction is open forms the next group: batches grow under load, and a lone work waits for nobody.
 */
export function createGroupCommit<DB>(options: GroupCommitOptions<DB>): GroupCommit<DB> {
  const writer = new Writer(options);
  return {
    perform: <R>(work: Work<Transaction<DB>, R>) =>
      new Promise<WorkOutcome<R>>((resolve, reject) => {
        // The writer passes on what the work's own `run` resolved with.
        writer.add(new Job<DB>(work, resolve as (outcome: WorkOutcome<unknown>) => void, reject));
      }),
    wake: () => writer.wake(),
    close: (graceMs) => writer.close(graceMs),
  };
}

/** `everyone`: the database's fault and not one work's. */
interface Failure {
  readonly error: unknown;
  readonly everyone: boolean;
}

interface Written {
  /** How many of the group's works had their turn. */
  readonly ran: number;
  readonly rows: readonly OutboxRow[];
  readonly ids: readonly number[];
  readonly removed: number;
}

class Writer<DB> {
  readonly #options: GroupCommitOptions<DB>;
  #queue: Job<DB>[] = [];
  #group: readonly Job<DB>[] = [];
  #active: Promise<void> | undefined;
  #closed = false;

  constructor(options: GroupCommitOptions<DB>) {
    this.#options = options;
  }

  add(job: Job<DB>): void {
    if (this.#closed) job.fail(new MessagingError("unavailable", "The store is closed."));
    if (job.settled) return;
    this.#queue.push(job);
    this.wake();
  }

  wake(): void {
    this.#active ??= this.#turns().finally(() => {
      this.#active = undefined;
      if (this.#hasWork) this.wake();
    });
  }

  async close(graceMs: number): Promise<void> {
    this.#closed = true;
    const late = () => {
      const error = new MessagingError("unavailable", "The store was closed before the work was done.");
      for (const job of [...this.#group, ...this.#queue]) job.interrupt(error);
    };
    const timer = setTimeout(late, graceMs);
    while (this.#active !== undefined) await this.#active;
    clearTimeout(timer);
  }

  get #hasWork(): boolean {
    return this.#queue.length > 0 || this.#options.removals.due;
  }

  /** One turn of the event loop before each group: what one read of a socket brings commits together, and sockets are read between groups. */
  async #turns(): Promise<void> {
    for (;;) {
      await new Promise(setImmediate);
      if (!this.#hasWork) return;
      this.#group = this.#queue.splice(0, this.#options.groupSize);
      await this.#commitOrReplay(this.#group);
      this.#group = [];
    }
  }

  async #commitOrReplay(group: readonly Job<DB>[]): Promise<void> {
    const failure = await this.#commit(group);
    if (failure === undefined) return;
    if (group.length === 0) this.#options.log.warn({ err: failure.error }, "confirmed messages could not be deleted; trying again");
    if (failure.everyone || group.length === 1) {
      failAll(group, failure.error);
      return;
    }
    for (const job of group) job.again();
    for (const [index, job] of group.entries()) {
      if (job.settled) continue;
      const alone = await this.#commit([job]);
      if (alone?.everyone) {
        failAll(group.slice(index), alone.error);
        return;
      }
      if (alone !== undefined) job.fail(alone.error);
      await new Promise(setImmediate);
    }
  }

  /** One transaction. Settles the jobs it commits, puts back those it had no time for, and tells of a failure: of one work, or of the database. */
  async #commit(group: readonly Job<DB>[]): Promise<Failure | undefined> {
    const written = await this.#write(group);
    if ("error" in written) return written;
    this.#queue.unshift(...group.slice(written.ran));
    this.#options.removals.committed(written.ids, written.removed);
    this.#options.onCommitted(written.rows);
    for (const job of group.slice(0, written.ran)) if (!job.settled) job.done();
    return undefined;
  }

  async #write(group: readonly Job<DB>[]): Promise<Written | Failure> {
    const { engine, owner, removals } = this.#options;
    let working = false;
    try {
      await engine.begin();
      working = true;
      const { outgoing, ran } = await this.#run(group);
      working = false;
      const rows = outgoing.length === 0 ? [] : await engine.internal.addToOutbox(owner, outgoing, Date.now());
      const ids = removals.next();
      const removed = ids.length === 0 ? 0 : await engine.internal.removeFromOutbox(ids);
      await engine.commit();
      return { ran, rows, ids, removed };
    } catch (error) {
      await engine.rollback().catch(() => undefined);
      removals.failed();
      return { error, everyone: !working && isUnavailable(error) };
    }
  }

  async #run(group: readonly Job<DB>[]): Promise<{ outgoing: readonly OutgoingMessage[]; ran: number }> {
    const { engine, groupMs, workLimitMs } = this.#options;
    const until = performance.now() + groupMs;
    const outgoing: OutgoingMessage[] = [];
    let ran = 0;
    // One timer for the group: all works but the last together take little more than `groupMs`.
    const limit = setTimeout(() => group[ran - 1]?.interrupt(tooLong(workLimitMs)), workLimitMs);
    try {
      for (const job of group) {
        if (ran > 0 && performance.now() > until) break;
        ran++;
        if (job.settled) continue;
        const inbox = job.work.inbox;
        const fresh = inbox === undefined || (await engine.internal.addToInbox(inbox.consumer, inbox.key, Date.now()));
        if (!fresh) job.skip();
        else outgoing.push(...(await job.run(engine.lend())));
      }
    } finally {
      clearTimeout(limit);
    }
    return { outgoing, ran };
  }
}

const isUnavailable = (error: unknown): boolean => error instanceof MessagingError && error.code === "unavailable";

const tooLong = (limitMs: number) =>
  new MessagingError(
    "timeout",
    `The work had not ended after ${limitMs} ms and was rolled back. Does it call perform or wait for something outside?`,
  );

function failAll<DB>(jobs: readonly Job<DB>[], error: unknown): void {
  for (const job of jobs) job.fail(error);
}
