import type { SqliteConnection } from "./connection.js";

/**
 * One read transaction for all queries of a turn of the event loop. SQLite takes and gives back its read lock for each: a query of
 * its own costs 15 µs, one inside a transaction 4. It ends when the turn's callbacks and promises have run, or as soon as
 * {@link close} is called, so that whoever has just committed reads what he wrote.
 */
export class Snapshot {
  readonly #begin: () => void;
  readonly #end: () => void;
  readonly #giveUp: () => void;
  readonly #isOpen: () => boolean;

  constructor(connection: SqliteConnection) {
    const [begin, end, giveUp] = [connection.prepare("begin"), connection.prepare("commit"), connection.prepare("rollback")];
    this.#begin = () => void begin.run();
    this.#end = () => void end.run();
    this.#giveUp = () => void giveUp.run();
    this.#isOpen = () => connection.inTransaction;
  }

  open(): void {
    if (this.#isOpen()) return;
    this.#begin();
    process.nextTick(this.close);
  }

  readonly close = (): void => {
    // SQLite may have ended it itself.
    if (!this.#isOpen()) return;
    try {
      this.#end();
    } catch {
      // A damaged database refuses even this. Whoever read from it has been told, and nobody else waits for it here.
      if (this.#isOpen()) this.#giveUp();
    }
  };
}
