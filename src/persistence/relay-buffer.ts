import type { OutgoingMessage } from "#messaging";
import type { OutboxRow } from "./engine.js";
import { Fifo } from "./fifo.js";

/** A row that has not been confirmed. Its message may have been let go, to be read again when its turn comes. */
export interface Waiting {
  readonly id: number;
  readonly enqueuedAt: number;
  readonly orderingKey: string | undefined;
  message: OutgoingMessage | undefined;
}

/** The rows of one ordering key that wait behind the one whose turn it is. */
interface Lane {
  readonly behind: Fifo<Waiting>;
  stalled: boolean;
}

/** Bytes of bodies in memory at most, whatever their number. */
const maxBytes = 32 * 1024 * 1024;
/** For each message that may be in memory, so many rows may be known by their id alone: a refused message holds a place but no memory. */
const knownPerBuffered = 10;

/**
 * What the relay knows of the outbox: every row it has taken, in order of ids, and which of them may leave now. Of one ordering
 * key only the oldest row may.
 */
export class RelayBuffer {
  /** Rows up to this id were taken. */
  cursor = 0;
  readonly #maxMessages: number;
  readonly #rows = new Map<number, Waiting>();
  readonly #ready = new Fifo<Waiting>();
  readonly #lanes = new Map<string, Lane>();
  #messages = 0;
  #bytes = 0;

  constructor(maxMessages: number) {
    this.#maxMessages = maxMessages;
  }

  get oldest(): Waiting | undefined {
    const first = this.#rows.values().next();
    return first.done === true ? undefined : first.value;
  }

  get hasRoom(): boolean {
    return this.#messages < this.#maxMessages && this.#bytes < maxBytes && this.#rows.size < this.#maxMessages * knownPerBuffered;
  }

  /** True when it pays to read on in the database. */
  get wantsMore(): boolean {
    return this.hasRoom && this.#messages <= this.#maxMessages / 2;
  }

  add({ id, enqueuedAt, message }: OutboxRow): void {
    const row: Waiting = { id, enqueuedAt, orderingKey: message.orderingKey, message };
    this.cursor = id;
    this.#rows.set(id, row);
    this.#messages++;
    this.#bytes += message.body.length;
    if (row.orderingKey === undefined) {
      this.#ready.push(row);
      return;
    }
    const lane = this.#lanes.get(row.orderingKey);
    if (lane === undefined) {
      this.#lanes.set(row.orderingKey, { behind: new Fifo(), stalled: false });
      this.#ready.push(row);
      return;
    }
    lane.behind.push(row);
    if (lane.stalled) this.#letGo(row);
  }

  /** The next row whose turn it is. The caller sends it and then says `remove`, `ready` or `stall`. */
  next(): Waiting | undefined {
    return this.#ready.shift();
  }

  /** Its turn comes again. */
  ready(row: Waiting): void {
    const lane = row.orderingKey === undefined ? undefined : this.#lanes.get(row.orderingKey);
    if (lane !== undefined) lane.stalled = false;
    this.#ready.push(row);
  }

  /** It waits for its retry without being held in memory, and so does what is ordered behind it. */
  stall(row: Waiting): void {
    this.#letGo(row);
    const lane = row.orderingKey === undefined ? undefined : this.#lanes.get(row.orderingKey);
    if (lane === undefined) return;
    lane.stalled = true;
    for (const next of lane.behind) this.#letGo(next);
  }

  /** It was confirmed: the next of its key may leave. */
  remove(row: Waiting): void {
    this.#letGo(row);
    this.#rows.delete(row.id);
    if (row.orderingKey === undefined) return;
    const lane = this.#lanes.get(row.orderingKey);
    const next = lane?.behind.shift();
    if (next !== undefined) this.#ready.push(next);
    else this.#lanes.delete(row.orderingKey);
  }

  #letGo(row: Waiting): void {
    if (row.message === undefined) return;
    this.#messages--;
    this.#bytes -= row.message.body.length;
    row.message = undefined;
  }
}
