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
  /** A claim that is older and still has no response is void: whoever made it is gone. Milliseconds. @default 60 seconds */
  readonly claimMs?: number;
  /** Whether a response belongs to the key from now on; where not, the key is free again. @default always */
  readonly isFinal?: (response: StoredResponse) => boolean;
}

/** `again`: stored by an earlier request. `conflict`: the key belongs to another request. `running`: an equal request has no response yet. */
type Known =
  | { readonly status: "again"; readonly response: StoredResponse }
  | { readonly status: "conflict" }
  | { readonly status: "running" };

/** `first`: made now. */
export type KeyedOutcome = Known | { readonly status: "first"; readonly response: StoredResponse };

/** `claimed`: the caller makes the response and says so with {@link settleKey}, which needs `at`. */
export type KeyClaim = Known | { readonly status: "claimed"; readonly at: number };

const day = 86_400_000;
const minute = 60_000;

const tablesOf = <DB>(tx: Transaction<DB>) => tx as unknown as Transaction<InternalTables>;

/**
 * Makes a response once for each key, in the caller's transaction: the response is stored if and only if what it tells of was
 * done. A `produce` that throws leaves nothing. After https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
export async function onceWithKey<DB>(
  tx: Transaction<DB>,
  request: KeyedRequest,
  produce: () => Promise<StoredResponse>,
): Promise<KeyedOutcome> {
  const claim = await claimKey(tx, request);
  if (claim.status !== "claimed") return claim;
  const response = await produce();
  await settleKey(tx, request, claim.at, response);
  return { status: "first", response };
}

/**
 * The first half of {@link onceWithKey}, for work that no transaction can hold: committed at once, the claim keeps an equal
 * request off while the first is at work. Should its process die before {@link settleKey}, the key is free after `claimMs`.
 */
export async function claimKey<DB>(tx: Transaction<DB>, request: KeyedRequest): Promise<KeyClaim> {
  const { key, fingerprint, scope = "", keptMs = day, claimMs = minute } = request;
  const at = Date.now();
  // The row comes first: where transactions run side by side, the second request waits here for the first one's end.
  const claimed = await tablesOf(tx)
    .insertInto("warren_http_idempotency")
    .values({ scope, key, fingerprint, response: null, created_at: at })
    .onConflict((conflict) =>
      conflict
        .columns(["scope", "key"])
        .doUpdateSet({ fingerprint, response: null, created_at: at })
        .where(({ eb, or, and, ref }) => {
          const created = ref("warren_http_idempotency.created_at");
          const abandoned = and([eb("warren_http_idempotency.response", "is", null), eb(created, "<", at - claimMs)]);
          return or([eb(created, "<", at - keptMs), abandoned]);
        }),
    )
    .returning("key")
    .executeTakeFirst();
  return claimed === undefined ? earlierWith(tx, request) : { status: "claimed", at };
}

async function earlierWith<DB>(tx: Transaction<DB>, { key, fingerprint, scope = "" }: KeyedRequest): Promise<Known> {
  const earlier = await tablesOf(tx)
    .selectFrom("warren_http_idempotency")
    .select(["fingerprint", "response"])
    .where("scope", "=", scope)
    .where("key", "=", key)
    .executeTakeFirstOrThrow();
  if (earlier.fingerprint !== fingerprint) return { status: "conflict" };
  if (earlier.response === null) return { status: "running" };
  return { status: "again", response: JSON.parse(earlier.response) as StoredResponse };
}

/** Ends a claim: with a final response the key is answered with it from now on, else it is free. A claim that has become another's is left alone. */
export async function settleKey<DB>(tx: Transaction<DB>, request: KeyedRequest, at: number, response?: StoredResponse): Promise<void> {
  const { key, scope = "", isFinal = () => true } = request;
  const tables = tablesOf(tx);
  const store = () => tables.updateTable("warren_http_idempotency").set({ response: JSON.stringify(response) });
  const release = () => tables.deleteFrom("warren_http_idempotency");
  const mine = { scope, key, created_at: at };
  if (response !== undefined && isFinal(response))
    await store()
      .where((e) => e.and(mine))
      .execute();
  else
    await release()
      .where((e) => e.and(mine))
      .execute();
}
