import type { Kysely } from "kysely";
import type { Engine, OutboxRow } from "./engine.js";
import { fromColumns } from "./outbox-row.js";
import type { InternalTables } from "./tables.js";

/** The store's outbox as a relay sees it: the committed messages of one owner, until they are confirmed. */
export interface Outbox {
  /** Committed and not yet deleted. */
  readonly size: number;
  /** Id of the newest committed row; 0 before the first. */
  readonly lastId: number;
  /** The listener hears of every commit at once, with its rows, ids rising. Returns what ends that. */
  onCommitted(listener: (rows: readonly OutboxRow[]) => void): () => void;
  /** Rows after an id, in order of ids. */
  page(afterId: number, limit: number): Promise<readonly OutboxRow[]>;
  find(id: number): Promise<OutboxRow | undefined>;
  /** The broker has it: delete it soon. */
  confirmed(id: number): void;
  /** Resolves when every confirmed row is deleted. */
  settled(): Promise<void>;
}

/** The reading half of {@link Outbox}, and its count. */
export class OutboxLedger {
  size = 0;
  lastId = 0;
  readonly #reader: Kysely<InternalTables>;
  readonly #owner: string;
  readonly #listeners = new Set<(rows: readonly OutboxRow[]) => void>();

  private constructor(reader: Kysely<InternalTables>, owner: string) {
    this.#reader = reader;
    this.#owner = owner;
  }

  static async open<DB>(engine: Engine<DB>, owner: string): Promise<OutboxLedger> {
    const ledger = new OutboxLedger(engine.reader as unknown as Kysely<InternalTables>, owner);
    const { size, lastId } = await ledger.#reader
      .selectFrom("warren_outbox")
      .select((e) => [e.fn.countAll<number>().as("size"), e.fn.max<number | null>("id").as("lastId")])
      .where("owner", "=", owner)
      .executeTakeFirstOrThrow();
    ledger.size = size;
    ledger.lastId = lastId ?? 0;
    return ledger;
  }

  committed(rows: readonly OutboxRow[]): void {
    const last = rows.at(-1);
    if (last === undefined) return;
    this.size += rows.length;
    this.lastId = last.id;
    for (const listener of this.#listeners) listener(rows);
  }

  removed(count: number): void {
    this.size -= count;
  }

  onCommitted(listener: (rows: readonly OutboxRow[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async page(afterId: number, limit: number): Promise<readonly OutboxRow[]> {
    const rows = await this.#rows().where("id", ">", afterId).orderBy("id").limit(limit).execute();
    return rows.map(fromColumns);
  }

  async find(id: number): Promise<OutboxRow | undefined> {
    const row = await this.#rows().where("id", "=", id).executeTakeFirst();
    return row === undefined ? undefined : fromColumns(row);
  }

  #rows() {
    return this.#reader.selectFrom("warren_outbox").select(["id", "message", "body", "enqueued_at"]).where("owner", "=", this.#owner);
  }
}
