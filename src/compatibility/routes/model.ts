/** What is proved of a set of documents: every message on every route is taken by whoever it reaches. */
import type { Json, Location, Route, RouteEnd } from "#contract";

/** `proved`: the consumer takes every such message. `broken`: it refuses some. `unknown`: neither could be shown. */
export type Standing = "proved" | "broken" | "unknown";

/** What of a message the fault is about. `route`: that it gets there at all, or what becomes of it on the way. */
export type FaultPart = "payload" | "headers" | "content-type" | "type" | "correlation" | "reply-address" | "route";

/** Why a message that arrives is not, or not surely, taken. */
export interface Fault {
  readonly part: FaultPart;
  readonly standing: "broken" | "unknown";
  /** One plain sentence. */
  readonly reason: string;
  /** Payload or headers, as `part` says, that the producer may send and the consumer refuses: Ajv says so of both schemas. */
  readonly witness?: Json;
  /** The keyword that refuses, or that is not decided. */
  readonly keyword?: string;
  /** Whose schema holds it: the consumer's, or the producer's where that is what is not decided. */
  readonly side?: "producer" | "consumer";
  /** Id of that schema in its contract set. */
  readonly schema?: string;
  /** JSON pointer to the keyword, in the document that holds the schema. */
  readonly pointer?: string;
  /** JSON pointer into the witness. */
  readonly at?: string;
  readonly producerAt: Location;
  readonly consumerAt: Location;
}

/** One message of one producer on its ways to one consumer. */
export interface Proof {
  /**
   * `<application>.<operation> → <application>.<operation>: <message>`, all by key: `orders/order.payment → orders/payment.paymentAction:
   * OrderAction`. Unique in a set (where keys with dots make two read alike, the second is numbered), and the same as
   * long as those keys are; the place of a baseline and the name of a test.
   */
  readonly id: string;
  readonly producer: RouteEnd;
  readonly consumer: RouteEnd;
  /** The message's key in the producer's operation. */
  readonly message: string;
  /** Every way to the consumer: straight, by retry, dead letter and expiry, as an answer. Never empty. */
  readonly routes: readonly Route[];
  /** The worst of the faults; `proved` without any. */
  readonly standing: Standing;
  readonly faults: readonly Fault[];
}

/** Something about the documents as a whole, such as a queue that is declared twice differently or a message that reaches no queue. */
export interface Finding {
  /** A stable kebab-case name of the kind, see docs/reference/contracts.md. */
  readonly code: string;
  readonly severity: "error" | "warning" | "note";
  /** One plain sentence. */
  readonly message: string;
  readonly at: Location;
  /** Other places that have to do with it. */
  readonly also?: readonly Location[];
}

/** In the order of the documents. */
export interface ContractProofs {
  readonly proofs: readonly Proof[];
  readonly findings: readonly Finding[];
}

export interface ProofOptions {
  /** For one comparison of two schemas, milliseconds; what takes longer is `unknown`. Default 600. */
  readonly timeoutMs?: number;
}
