import { isDeepStrictEqual } from "node:util";
import type { Message } from "amqplib";
import type { OutgoingMessage } from "../broker.js";
import { isAlike, returnReason } from "./returned.js";

/** A publish that somebody waits for. */
export interface Pending {
  readonly message: OutgoingMessage;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  /** `Date.now()` at which patience ends. */
  readonly deadline: number;
  /** Times it was written to a channel. */
  sends: number;
  /** The caller has its answer. */
  done: boolean;
  /** Why the broker returned it, once it did. */
  returned: string | undefined;
  /** May be what made the broker close the channel: sent again only on its own. */
  suspect: boolean;
}

/**
 * The publishes of one channel that the broker has not confirmed: a ring indexed by delivery tag. The window between the
 * oldest of them and the newest is bounded, so that one slot never means two publishes.
 */
export class Unconfirmed {
  readonly #slots: (Pending | undefined)[];
  readonly #mask: number;
  readonly #bound: number;
  #oldest = 1;
  #next = 1;
  #searchFrom = 1;

  constructor(bound: number) {
    const size = 2 ** Math.ceil(Math.log2(bound + 1));
    this.#slots = new Array<Pending | undefined>(size).fill(undefined);
    this.#mask = size - 1;
    this.#bound = bound;
  }

  get size(): number {
    return this.#next - this.#oldest;
  }

  get full(): boolean {
    return this.size >= this.#bound;
  }

  add(pending: Pending): void {
    this.#slots[this.#next & this.#mask] = pending;
    this.#next++;
  }

  /** Removes what a confirm covers, and hands each over. */
  confirm(tag: number, multiple: boolean, settle: (pending: Pending) => void): void {
    for (let at = multiple ? this.#oldest : tag; at <= tag; at++) {
      const pending = this.#slots[at & this.#mask];
      this.#slots[at & this.#mask] = undefined;
      if (pending !== undefined) settle(pending);
    }
    while (this.#oldest < this.#next && this.#slots[this.#oldest & this.#mask] === undefined) this.#oldest++;
  }

  /** Marks the publish that a returned message was; false where there is none. */
  markReturned(returned: Message): boolean {
    const pending = this.#match(returned);
    if (pending === undefined) return false;
    pending.returned = returnReason(returned);
    return true;
  }

  /**
   * The publish that a returned message was. Returns come in the order of publishing, before their confirms, and carry
   * all that was sent: the oldest equal publish is the one, or cannot be told from it by anybody.
   */
  #match(returned: Message): Pending | undefined {
    const headers = withoutCopies(returned.properties.headers ?? {});
    let likely: Pending | undefined;
    for (let at = Math.max(this.#searchFrom, this.#oldest); at < this.#next; at++) {
      const pending = this.#slots[at & this.#mask];
      if (pending === undefined || pending.returned !== undefined || !isAlike(pending.message, returned)) continue;
      likely ??= pending;
      if (!isDeepStrictEqual(withoutCopies(pending.message.headers), headers)) continue;
      this.#searchFrom = at + 1;
      return pending;
    }
    // A header may come back in another form than it left: -0 as 0.
    return likely;
  }

  /** All that is left, oldest first. */
  all(): Pending[] {
    const left: Pending[] = [];
    for (let at = this.#oldest; at < this.#next; at++) {
      const pending = this.#slots[at & this.#mask];
      if (pending !== undefined) left.push(pending);
    }
    return left;
  }
}

/** `BCC` is stripped on the way, `CC` is ours to add. */
const withoutCopies = ({ CC: _, BCC: __, ...headers }: Readonly<Record<string, unknown>>): Record<string, unknown> => headers;
