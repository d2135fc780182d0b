import type { Json } from "#contract";
import type { Graph } from "./graph.js";
import type { Signed } from "./node.js";
import type { Outcome } from "./outcome.js";

/** What those who decide one kind of value may ask. */
export interface Solver {
  readonly graph: Graph;
  /** Counts work; throws when there was too much of it. */
  step(): void;
  satisfies(goal: readonly Signed[], value: Json): boolean;
  /** Whether any value satisfies all of the schemas. */
  solve(goal: readonly Signed[]): Outcome;
}
