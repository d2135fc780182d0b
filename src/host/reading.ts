import type { Kysely } from "kysely";
import { type Broker, directUnitOfWork, type UnitOfWork } from "#messaging";
import type { Store } from "#persistence";

/**
 * Units of work that only read, beside the writer: no transaction, no inbox, no outbox. What a handler publishes goes straight to
 * the broker and is confirmed before its message is acked; a message that is delivered twice is handled twice.
 */
export function readingUnit<Tables>(store: Store<Tables>, broker: Pick<Broker, "publish">): UnitOfWork<Kysely<Tables>> {
  return { perform: (work) => store.read((db) => directUnitOfWork(broker, db).perform(work)) };
}
