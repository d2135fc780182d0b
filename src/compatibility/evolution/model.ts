/** What a change of the documents does to whoever already talks to each other. Plain data in the order of the documents. */
import type { Location, RouteEnd } from "#contract";
import type { Fault } from "../routes/model.js";

/** While instances are replaced, old and new ones run side by side, and old messages wait in queues: every way has to hold. */
export type Way = "old-to-new" | "new-to-old" | "new-to-new";

/**
 * - `safe`: proved; every message is taken.
 * - `nothing-sent`: no message goes this way.
 * - `safe-by-policy`: not proved, and true as long as the policy's assumption is.
 * - `accepted`: breaking or unknown, and an acceptance that has not expired says so.
 * - `broken-before`, `unknown-before`: the change makes it no worse than it was.
 * - `breaking`: a message is refused, or lost, that was not before.
 * - `unknown`: neither could be shown.
 */
export type Outcome = "safe" | "nothing-sent" | "safe-by-policy" | "accepted" | "broken-before" | "unknown-before" | "unknown" | "breaking";

/** One way of one pair. The producer of `old-to-new` is the old one, its consumer the new one. */
export interface WayChange {
  /** `<way> <pair>`, for example `new-to-old orders/order.payment → orders/payment.paymentAction: OrderAction`. What an acceptance names. */
  readonly id: string;
  readonly way: Way;
  readonly outcome: Outcome;
  /** One plain sentence. */
  readonly sentence: string;
  /** None for what is safe; the ones that this change brought come first. */
  readonly faults: readonly Fault[];
  readonly acceptance?: Acceptance;
}

/** One message of one producer to one consumer. */
export interface PairChange {
  /** As in {@link Proof}. */
  readonly id: string;
  readonly consumer: RouteEnd;
  readonly producer: RouteEnd;
  /** The message's key in the producer's operation. */
  readonly message: string;
  /** What the documents did to it. `none`: what is sent and what is taken mean the same as before. */
  readonly change: "none" | "added" | "removed" | "changed";
  /** `old-to-new`, `new-to-old`, `new-to-new`. */
  readonly ways: readonly WayChange[];
  /** In which order to deploy, where only one order does no harm. One plain sentence. */
  readonly advice?: string;
}

/** An application, an operation or a message of one that came or went. */
export interface EndChange {
  readonly change: "added" | "removed";
  readonly kind: "application" | "producer" | "consumer" | "message";
  /** `orders/payment`, `orders/payment.paymentAction`, `orders/payment.paymentAction: OrderAction`. */
  readonly name: string;
  /** What that means to others. One plain sentence. */
  readonly meaning: string;
  /** In the new documents for `added`, in the old ones for `removed`. */
  readonly at: Location;
}

/** One thing to do. */
export interface Step {
  readonly text: string;
  /** For a shell. */
  readonly command?: string;
}

/** Something on the broker that does not become what the documents say by itself. */
export interface Migration {
  /** `<kind> <subject> <name>`, for example `recreate queue payment-queue`. What an acceptance names. */
  readonly id: string;
  /** `recreate`: RabbitMQ refuses the new declaration until the old one is deleted. `left-behind`: nobody declares it any more, and it stays. */
  readonly kind: "recreate" | "left-behind";
  readonly subject: "queue" | "exchange" | "binding";
  readonly name: string;
  /** Whatever must be recreated is breaking: the new application cannot start. */
  readonly outcome: "breaking" | "accepted" | "safe";
  /** One plain sentence. */
  readonly sentence: string;
  readonly steps: readonly Step[];
  readonly oldAt: Location;
  readonly newAt?: Location;
  readonly acceptance?: Acceptance;
}

/** Somebody takes responsibility for something that breaks, for a time. */
export interface Acceptance {
  /** The id of what is accepted; `*` stands for any characters. */
  readonly breakage: string;
  readonly reason: string;
  /** The last day it counts, `YYYY-MM-DD` in UTC. */
  readonly expires: string;
  readonly at: Location;
}

/** What became of an acceptance. `idle`: nothing breaks that it could accept. */
export interface AcceptanceUse {
  readonly acceptance: Acceptance;
  readonly use: "used" | "expired" | "idle";
  /** Ids of what it matches. */
  readonly matches: readonly string[];
}

export interface ContractChanges {
  /** By consumer. */
  readonly pairs: readonly PairChange[];
  readonly ends: readonly EndChange[];
  readonly migrations: readonly Migration[];
  readonly acceptances: readonly AcceptanceUse[];
  /** `safe` where nothing is breaking or unknown that was not before and is not accepted. */
  readonly standing: "safe" | "breaking" | "unknown";
}

/** An assumption about producers that no schema states. */
export type Policy = "declared-properties-only";

export interface ChangeOptions {
  readonly acceptances?: readonly Acceptance[];
  /** Today in UTC, `YYYY-MM-DD`: what expired before it counts no more. */
  readonly today: string;
  readonly policy?: Policy;
  /** For one comparison of two schemas, milliseconds. Default 600. */
  readonly timeoutMs?: number;
}
