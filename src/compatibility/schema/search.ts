import type { Json } from "#contract";
import { solveArray } from "./arrays.js";
import { explore } from "./branches.js";
import type { Budget } from "./budget.js";
import { satisfies } from "./evaluate.js";
import type { Facts } from "./facts.js";
import type { Graph } from "./graph.js";
import { Meaning } from "./meaning.js";
import { isNegated, opposite, type Signed } from "./node.js";
import { solveNumber } from "./numbers.js";
import { solveObject } from "./objects.js";
import { type Doubt, found, none, type Outcome, unknown } from "./outcome.js";
import type { Solver } from "./solver.js";
import { solveString } from "./strings.js";
import { Summaries } from "./summaries.js";
import { type Kind, kinds } from "./types.js";

interface Remembered {
  readonly outcome: Outcome;
  /** The outermost open goal that was taken to have no value on the way here; infinite when there was none. */
  assumed: number;
}

const solvers = { number: solveNumber, string: solveString, array: solveArray, object: solveObject };

/**
 * Decides whether any value satisfies a goal: schemas and opposites of schemas that must all hold.
 *
 * Values are finite. So a goal that comes up again while it is being decided, for a part of the value, may be taken to have no value there:
 * if it had one, a smallest one would hold a smaller one. What was found on that assumption is kept only if the assumption proves right.
 */
export class Search implements Solver {
  readonly graph: Graph;
  readonly #budget: Budget;
  readonly #meaning: Meaning;
  readonly #summaries: Summaries;
  readonly #memory = new Map<string, Remembered>();
  readonly #open = new Map<string, number>();
  #provisional: string[] = [];
  #assumed = Number.POSITIVE_INFINITY;

  constructor(graph: Graph, budget: Budget) {
    this.graph = graph;
    this.#budget = budget;
    this.#meaning = new Meaning(graph, () => this.step());
    this.#summaries = new Summaries(graph, this.#meaning);
  }

  step(): void {
    this.#budget.step();
  }

  satisfies(goal: readonly Signed[], value: Json): boolean {
    this.step();
    return satisfies(this.graph, goal, value);
  }

  solve(goal: readonly Signed[]): Outcome {
    this.step();
    const wanted = [...new Set(goal)].sort((left, right) => left - right);
    if (wanted.some((signed) => !isNegated(signed) && wanted.includes(opposite(signed)))) return none;
    const candidates = this.#summaries.fewValues(wanted);
    if (candidates !== undefined) {
      const value = candidates.find((each) => this.satisfies(wanted, each));
      return value === undefined ? none : found(value);
    }
    return this.#remembered(wanted);
  }

  #remembered(goal: readonly Signed[]): Outcome {
    const key = goal.join(" ");
    const known = this.#memory.get(key);
    if (known !== undefined) {
      this.#assumed = Math.min(this.#assumed, known.assumed);
      return known.outcome;
    }
    const depth = this.#open.get(key);
    if (depth !== undefined) {
      this.#assumed = Math.min(this.#assumed, depth);
      return none;
    }
    return this.#fresh(goal, key);
  }

  #fresh(goal: readonly Signed[], key: string): Outcome {
    const depth = this.#open.size;
    const outside = this.#assumed;
    this.#assumed = Number.POSITIVE_INFINITY;
    this.#open.set(key, depth);
    const outcome = this.#decide(goal);
    this.#open.delete(key);
    const below = this.#assumed < depth ? this.#assumed : Number.POSITIVE_INFINITY;
    this.#settle(depth, outcome, below);
    const assumed = outcome.kind === "none" ? below : Number.POSITIVE_INFINITY;
    this.#memory.set(key, { outcome, assumed });
    if (assumed < Number.POSITIVE_INFINITY) this.#provisional.push(key);
    this.#assumed = Math.min(outside, below);
    return outcome;
  }

  /** What was concluded while this goal was taken to have no value: kept, handed down or forgotten. */
  #settle(depth: number, outcome: Outcome, below: number): void {
    const kept: string[] = [];
    for (const key of this.#provisional) {
      const entry = this.#memory.get(key);
      if (entry === undefined) continue;
      if (entry.assumed < depth) kept.push(key);
      else if (outcome.kind !== "none") this.#memory.delete(key);
      else if (below < Number.POSITIVE_INFINITY) {
        entry.assumed = below;
        kept.push(key);
      } else entry.assumed = below;
    }
    this.#provisional = kept;
  }

  #decide(goal: readonly Signed[]): Outcome {
    let doubt: Doubt | undefined;
    for (const kind of kinds) {
      const outcome = this.#decideKind(goal, kind);
      if (outcome.kind === "found") return outcome;
      if (outcome.kind === "unknown") doubt ??= outcome.doubt;
    }
    return doubt === undefined ? none : unknown(doubt);
  }

  #decideKind(goal: readonly Signed[], kind: Kind): Outcome {
    const formulas = goal.map((signed) => this.#meaning.of(signed, kind));
    if (formulas.some((formula) => formula.kind === "false")) return none;
    if (kind === "null" || kind === "boolean") return this.#tryAll(goal, kind === "null" ? [null] : [false, true]);
    return explore(formulas, {
      clash: (parts) => this.#summaries.clash(parts),
      allows: (schemas, name) => satisfies(this.graph, schemas, name),
      step: () => this.step(),
      decide: (facts: Facts) => {
        if (facts.among !== undefined) return this.#tryAll(goal, facts.among.values);
        return solvers[kind](this, facts, goal);
      },
    });
  }

  #tryAll(goal: readonly Signed[], values: readonly Json[]): Outcome {
    const value = values.find((each) => this.satisfies(goal, each));
    return value === undefined ? none : found(value);
  }
}
