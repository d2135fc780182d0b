import type { Json } from "#contract";

export type DriftObject = "exchange" | "queue" | "binding";

/** Something that the broker has otherwise: a flag, the type, or an argument, by name. A missing value is one that is not set. */
export interface Trait {
  readonly name: string;
  readonly wanted?: Json;
  readonly live?: Json;
  /** The policy that sets it; its value goes before the documents'. */
  readonly policy?: string;
}

interface DriftBase {
  readonly object: DriftObject;
  /** As a sentence names it: `queue "payments"`, `binding of queue "payments" to exchange "orders" with "order.placed"`. */
  readonly what: string;
  /** Applications whose documents ask for it; empty for what no document asks for. */
  readonly applications: readonly string[];
  /** What is lost with it, or may be, as sentences without a verb. Empty: nothing. */
  readonly loses: readonly string[];
  /** What to do, step by step: sentences and commands. */
  readonly migration: readonly string[];
}

/** One point in which a broker is not as the documents ask. */
export type Drift =
  | (DriftBase & { readonly kind: "missing" | "extra" })
  /** Declared with other flags or arguments: RabbitMQ would refuse the declaration (406), and the service could not start. */
  | (DriftBase & { readonly kind: "different"; readonly traits: readonly Trait[] })
  /** A policy changes what the documents say. */
  | (DriftBase & { readonly kind: "policy"; readonly traits: readonly Trait[] });
