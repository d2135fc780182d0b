import type { Json } from "#contract";
import type { Literal } from "./formula.js";
import type { Origin } from "./node.js";

/** Why something was not decided. */
export interface Doubt {
  readonly keyword: string;
  readonly origin: Origin;
  readonly reason: string;
}

/** Whether any value satisfies a goal: surely none, this one, or not known. */
export type Outcome =
  | { readonly kind: "none" }
  | { readonly kind: "found"; readonly value: Json }
  | { readonly kind: "unknown"; readonly doubt: Doubt };

export const none: Outcome = { kind: "none" };
export const found = (value: Json): Outcome => ({ kind: "found", value });
export const unknown = (doubt: Doubt): Outcome => ({ kind: "unknown", doubt });
export const doubtful = ({ keyword, origin }: Literal, reason: string): Doubt => ({ keyword, origin, reason });
