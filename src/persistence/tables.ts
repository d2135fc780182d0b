import type { Generated } from "kysely";

/** The tables that persistence itself owns, beside the service's. Times are milliseconds since 1970. */
export interface InternalTables {
  /** One row for each (consumer, key) that was done. */
  warren_inbox: { consumer: string; message_key: string; done_at: number };
  /** One row for each message that is committed and not yet confirmed by the broker. */
  warren_outbox: {
    id: Generated<number>;
    /** Which application relays the row; several may share a database. */
    owner: string;
    /** The message without its body, as JSON. */
    message: string;
    body: Uint8Array;
    enqueued_at: number;
  };
  /** The response that was given to a request with an `Idempotency-Key`. `response` is null only inside the transaction that makes it. */
  warren_http_idempotency: { scope: string; key: string; fingerprint: string; response: string | null; created_at: number };
}
