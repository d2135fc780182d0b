import type { Clash, Names } from "./facts.js";
import { Facts } from "./facts.js";
import type { Formula, Literal } from "./formula.js";
import { denied } from "./opposite.js";
import type { Doubt, Outcome } from "./outcome.js";
import { none, unknown } from "./outcome.js";

type Choice = readonly Formula[];
type Verdict = "refuted" | "entailed" | "open";

export interface Branching {
  readonly clash: Clash;
  readonly allows: Names;
  /** Called for each branch. */
  step(): void;
  /** Decides a branch on which no choice is left. */
  decide(facts: Facts): Outcome;
}

/** Whether any value satisfies the formulas: choices are made one after the other, those that leave the least first. */
export function explore(formulas: readonly Formula[], branching: Branching): Outcome {
  return new Explorer(branching).run(new Facts(), [], [...formulas]);
}

/** Few alternatives that each say much come first: a message type before the many ways to break it. */
function mostTellingFirst(choices: readonly Choice[]): Choice[] {
  const weights = new Map(choices.map((choice) => [choice, choice.length / Math.min(...choice.map(claimsIn)) ** 2]));
  return [...choices].sort((left, right) => (weights.get(left) ?? 0) - (weights.get(right) ?? 0));
}

const claimsIn = (formula: Formula): number => (formula.kind === "and" ? formula.parts.length : 1);

class Explorer {
  readonly #branching: Branching;
  /** What was seen of formulas under the facts of this moment: many choices share their alternatives. */
  #seen = new Map<Formula, Verdict>();

  constructor(branching: Branching) {
    this.#branching = branching;
  }

  run(facts: Facts, choices: readonly Choice[], incoming: Formula[]): Outcome {
    this.#branching.step();
    const open = this.#settle(facts, choices, incoming);
    if (open === undefined) return none;
    // Where the value is one of a few, the rest is a matter of trying those.
    const [choice, ...others] = facts.among === undefined ? mostTellingFirst(open) : [];
    if (choice === undefined) return this.#branching.decide(facts);
    let doubt: Doubt | undefined;
    for (const alternative of choice) {
      const outcome = this.run(facts.copy(), others, [alternative]);
      if (outcome.kind === "found") return outcome;
      if (outcome.kind === "unknown") doubt ??= outcome.doubt;
    }
    return doubt === undefined ? none : unknown(doubt);
  }

  /** Takes in what is certain, drops what is impossible, until nothing changes. Undefined: a contradiction. */
  #settle(facts: Facts, choices: readonly Choice[], incoming: Formula[]): Choice[] | undefined {
    let open = [...choices];
    while (incoming.length > 0) {
      const fresh = this.#absorb(facts, incoming);
      if (fresh === undefined) return undefined;
      this.#seen = new Map();
      const remaining: Choice[] = [];
      for (const choice of [...open, ...fresh]) {
        const rest = this.#narrow(facts, choice);
        if (rest === undefined) continue;
        const [first] = rest;
        if (first === undefined) return undefined;
        if (rest.length === 1) incoming.push(first);
        else remaining.push(rest);
      }
      open = remaining;
    }
    return open;
  }

  /** Adds literals to the facts; returns the choices among the formulas, or undefined at a contradiction. */
  #absorb(facts: Facts, incoming: Formula[]): Choice[] | undefined {
    const choices: Choice[] = [];
    for (let formula = incoming.pop(); formula !== undefined; formula = incoming.pop()) {
      this.#branching.step();
      if (formula.kind === "false") return undefined;
      if (formula.kind === "and") incoming.push(...formula.parts);
      else if (formula.kind === "or") choices.push(formula.parts);
      else if (formula.kind === "literal") {
        if (this.#refuted(facts, formula)) return undefined;
        facts.add(formula);
      }
    }
    return choices;
  }

  /** The alternatives that are still possible; undefined when one holds anyway. */
  #narrow(facts: Facts, choice: Choice): Choice | undefined {
    const rest: Formula[] = [];
    for (const alternative of choice) {
      this.#branching.step();
      const verdict = this.#seen.get(alternative) ?? this.#look(facts, alternative);
      this.#seen.set(alternative, verdict);
      if (verdict === "entailed") return undefined;
      if (verdict === "open") rest.push(alternative);
    }
    return rest;
  }

  #look(facts: Facts, formula: Formula): Verdict {
    switch (formula.kind) {
      case "true":
        return "entailed";
      case "false":
        return "refuted";
      case "literal":
        if (facts.keys.has(formula.key)) return "entailed";
        if (this.#refuted(facts, formula)) return "refuted";
        return this.#deniedRefuted(facts, formula) ? "entailed" : "open";
      case "and":
      case "or":
        return this.#lookInside(facts, formula.kind, formula.parts);
    }
  }

  #lookInside(facts: Facts, kind: "and" | "or", parts: readonly Formula[]): Verdict {
    const decisive: Verdict = kind === "and" ? "refuted" : "entailed";
    let undecided = false;
    for (const part of parts) {
      const verdict = this.#look(facts, part);
      if (verdict === decisive) return decisive;
      if (verdict === "open") undecided = true;
    }
    return undecided ? "open" : kind === "and" ? "entailed" : "refuted";
  }

  #refuted(facts: Facts, { claim }: Literal): boolean {
    return facts.refutes(claim, this.#branching.clash, this.#branching.allows);
  }

  #deniedRefuted(facts: Facts, literal: Literal): boolean {
    if (facts.entails(literal.claim, this.#branching.clash)) return true;
    const other = denied(literal);
    return other.kind === "false" || (other.kind === "literal" && this.#refuted(facts, other));
  }
}
