import type { Transaction } from "kysely";
import type { JsonValue } from "#messaging";
import type { InternalTables } from "./tables.js";

/** A response as it is stored. */
export interface StoredResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: JsonValue;
}

/** A request that may come twice. */
export interface KeyedRequest {
  /** The `Idempotency-Key` header. */
  readonly key: string;
  /** Equal for equal requests: a hash of method, path and body. */
  readonly fingerprint: string;
  /** Keys are unique within it: an operation id, or that and a caller. @default "" */
  readonly scope?: string;
  /** A stored response older than this is made anew, milliseconds. @default 24 hours */
  readonly keptMs?: number;
  /** Whether a response belongs to the key from now on; where not, the key is free again. @default always */
  readonly isFinal?: (response: StoredResponse) => boolean;
}

/** `first`: made now. `again`: stored by an earlier request. `conflict`: the key belongs to another request. */
export type KeyedOutcome = { readonly status: "first" | "again"; readonly response: StoredResponse } | { readonly status: "conflict" };

const day = 86_400_000;

/**
 * Makes a response once for each key, in the caller's transaction: the response is stored if and only if what it tells of was
 * done. A `produce` that throws leaves nothing. After https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export async function onceWithKey<DB>(
  tx: Transaction<DB>,
  request: KeyedRequest,
  produce: () => Promise<StoredResponse>,
): Promise<KeyedOutcome> {
  const tables = tx as unknown as Transaction<InternalTables>;
  const { key, fingerprint, scope = "", keptMs = day, isFinal = () => true } = request;
  const now = Date.now();
  // The row comes first: where transactions run side by side, the second request waits here for the first one's end.
  const claimed = await tables
    .insertInto("warren_http_idempotency")
    .values({ scope, key, fingerprint, response: null, created_at: now })
    .onConflict((conflict) =>
      conflict
        .columns(["scope", "key"])
        .doUpdateSet({ fingerprint, response: null, created_at: now })
        .where("warren_http_idempotency.created_at", "<", now - keptMs),
    )
    .returning("key")
    .executeTakeFirst();

  if (claimed === undefined) {
    const earlier = await tables
      .selectFrom("warren_http_idempotency")
      .select(["fingerprint", "response"])
      .where("scope", "=", scope)
      .where("key", "=", key)
      .executeTakeFirstOrThrow();
    if (earlier.fingerprint !== fingerprint || earlier.response === null) return { status: "conflict" };
    return { status: "again", response: JSON.parse(earlier.response) as StoredResponse };
  }
  const response = await produce();
  const claim = tables
    .updateTable("warren_http_idempotency")
    .set({ response: JSON.stringify(response) })
    .where("scope", "=", scope)
    .where("key", "=", key);
  const release = tables.deleteFrom("warren_http_idempotency").where("scope", "=", scope).where("key", "=", key);
  await (isFinal(response) ? claim : release).execute();
  return { status: "first", response };
}
