import { type Kysely, sql, type Transaction } from "kysely";
import type { Logger, UnitOfWork } from "#messaging";
import type { InternalTables } from "./tables.js";

export interface PruningOptions {
  readonly inboxKeptMs: number;
  readonly responsesKeptMs: number;
  readonly log: Logger;
}

/** Rows in one step: small beside a group of works, with which it shares a transaction. */
const stepRows = 200;
const restMs = 60_000;
const betweenStepsMs = 20;

/** Deletes what is too old in small steps, as units of work among the others. A failed step is tried again at the next round. */
export function startPruning<DB>(unit: UnitOfWork<Transaction<DB>>, options: PruningOptions): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const schedule = (ms: number) => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = round();
    }, ms);
    timer.unref();
  };
  const round = async () => {
    try {
      const outcome = await unit.perform({ run: ({ tx }) => pruneStep(tx as unknown as Kysely<InternalTables>, options, Date.now()) });
      schedule(outcome.status === "done" && outcome.result ? betweenStepsMs : restMs);
    } catch (error) {
      if (!stopped) options.log.warn({ err: error }, "old inbox entries could not be deleted; trying again later");
      schedule(restMs);
    }
  };
  schedule(betweenStepsMs);
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

/** True when there may be more to delete. */
async function pruneStep(tx: Kysely<InternalTables>, options: PruningOptions, now: number): Promise<boolean> {
  const inbox = await sql`delete from warren_inbox where (consumer, message_key) in
    (select consumer, message_key from warren_inbox where done_at < ${now - options.inboxKeptMs} order by done_at limit ${stepRows})`.execute(
    tx,
  );
  const responses = await sql`delete from warren_http_idempotency where (scope, key) in
    (select scope, key from warren_http_idempotency where created_at < ${now - options.responsesKeptMs} order by created_at limit ${stepRows})`.execute(
    tx,
  );
  return Math.max(Number(inbox.numAffectedRows ?? 0), Number(responses.numAffectedRows ?? 0)) >= stepRows;
}
