import type { Json } from "#contract";
import { matchDistinct } from "./distinct.js";
import type { Facts } from "./facts.js";
import type { Literal } from "./formula.js";
import { canonical } from "./json.js";
import { opposite, type Signed } from "./node.js";
import { type Doubt, doubtful, found, none, type Outcome, unknown } from "./outcome.js";
import type { Solver } from "./solver.js";

const quirk = 'Ajv takes two "__proto__" for different where items are strings';
const longest = 2000;
const distinctAtMost = 64;

interface Wish {
  readonly start: number;
  readonly schema: Signed;
}

/** Which positions have to satisfy more than their place asks for; `twins` hold equal values. */
interface Plan {
  readonly extra: ReadonlyMap<number, readonly Signed[]>;
  readonly twins?: readonly [number, number];
}

/** Lists: what each position has to satisfy, what must come up somewhere, how many there are, and whether they differ. */
export function solveArray(search: Solver, facts: Facts, goal: readonly Signed[]): Outcome {
  return new ArraySearch(search, facts, goal).run();
}

class ArraySearch {
  readonly #search: Solver;
  readonly #facts: Facts;
  readonly #goal: readonly Signed[];
  readonly #wishes: readonly Wish[];
  /** From here on all positions ask for the same. */
  readonly #tail: number;
  #most: number;
  #doubt: Doubt | undefined;

  constructor(search: Solver, facts: Facts, goal: readonly Signed[]) {
    this.#search = search;
    this.#facts = facts;
    this.#goal = goal;
    this.#wishes = facts.literals.flatMap(({ claim }) => (claim.is === "someFrom" ? [claim] : []));
    this.#tail = Math.max(
      0,
      ...[...facts.items.keys()].map((index) => index + 1),
      ...[...facts.everyFrom, ...this.#wishes].map(({ start }) => start),
    );
    this.#most = facts.most;
  }

  run(): Outcome {
    const { least } = this.#facts;
    for (let index = 0; index <= this.#tail && index < this.#most; index++) {
      if (index >= least && this.#wishes.length === 0 && !this.#wantsTwins()) break;
      this.#search.step();
      if (this.#search.solve(this.#facts.goalAt(index)).kind === "none") this.#most = index;
    }
    if (least > this.#most) return none;
    const outcome = this.#wantsTwins() ? this.#withTwins() : this.#place(this.#wishes, { extra: new Map() });
    if (outcome !== undefined) return outcome;
    return this.#doubt === undefined ? none : unknown(this.#doubt);
  }

  #claim(is: "unique", holds: boolean): readonly (Literal & { claim: { is: "unique"; byKey: boolean } })[] {
    return this.#facts.literals.filter(
      (each): each is Literal & { claim: { is: "unique"; byKey: boolean; holds: boolean } } =>
        each.claim.is === is && each.claim.holds === holds,
    );
  }

  #wantsTwins = (): boolean => this.#claim("unique", false).length > 0;

  /** Two equal items. Where one schema compares by key and the other by value, only a string that no message holds makes a difference. */
  #withTwins(): Outcome | undefined {
    const [denied] = this.#claim("unique", false);
    const [unique] = this.#claim("unique", true);
    if (denied === undefined) return undefined;
    if (unique !== undefined) {
      if (!unique.claim.byKey || denied.claim.byKey) return none;
      this.#doubt = doubtful(denied, quirk);
      const special = this.#search.solve([...this.#facts.goalAt(this.#tail), this.#search.graph.constant("__proto__")]);
      return special.kind === "none" && this.#tail === 0 ? none : undefined;
    }
    const apart = denied.claim.byKey ? [opposite(this.#search.graph.constant("__proto__"))] : [];
    for (let second = 1; second <= this.#tail + 1 && second < this.#most; second++) {
      for (let first = 0; first < second; first++) {
        const outcome = this.#place(this.#wishes, { extra: new Map([[first, apart]]), twins: [first, second] });
        if (outcome !== undefined) return outcome;
      }
    }
    return undefined;
  }

  /** Finds a position for each wish in turn. Undefined: there is none, or it is not known. */
  #place(wishes: readonly Wish[], plan: Plan): Outcome | undefined {
    this.#search.step();
    if (!this.#possible(plan)) return undefined;
    const [wish, ...others] = wishes;
    if (wish === undefined) return this.#build(plan);
    const occupied = [...plan.extra.keys(), ...(plan.twins ?? [])];
    const fresh = Math.max(this.#tail, ...occupied.map((position) => position + 1));
    const last = Math.min(this.#most - 1, Math.max(fresh, wish.start));
    for (let position = wish.start; position <= last; position++) {
      const extra = new Map(plan.extra).set(position, [...(plan.extra.get(position) ?? []), wish.schema]);
      const outcome = this.#place(others, { ...plan, extra });
      if (outcome !== undefined) return outcome;
    }
    return undefined;
  }

  #goalAt(position: number, { extra, twins }: Plan): readonly Signed[] {
    const own = (at: number): readonly Signed[] => [...this.#facts.goalAt(at), ...(extra.get(at) ?? [])];
    return twins?.includes(position) ? twins.flatMap(own) : own(position);
  }

  #possible(plan: Plan): boolean {
    return [...plan.extra.keys(), ...(plan.twins?.slice(0, 1) ?? [])].every((position) => {
      const outcome = this.#search.solve(this.#goalAt(position, plan));
      if (outcome.kind === "unknown") this.#doubt ??= outcome.doubt;
      return outcome.kind !== "none";
    });
  }

  #build(plan: Plan): Outcome | undefined {
    const length = Math.max(this.#facts.least, ...[...plan.extra.keys(), ...(plan.twins ?? [])].map((position) => position + 1));
    if (length > this.#most) return undefined;
    const unique = this.#claim("unique", true)[0];
    if (length > longest || (unique !== undefined && length > distinctAtMost)) {
      this.#doubt ??= doubtful(unique ?? this.#facts.literals[0] ?? lengthless, `a list of ${length} items is too long to try`);
      return undefined;
    }
    const goals = Array.from({ length }, (_, position) => this.#goalAt(position, plan));
    const items = unique === undefined ? this.#each(goals) : this.#distinct(goals);
    if (items === undefined) return undefined;
    if (this.#search.satisfies(this.#goal, items)) return found(items);
    this.#doubt ??= doubtful(this.#facts.literals[0] ?? lengthless, "the list that was found is not accepted");
    return undefined;
  }

  #each(goals: readonly (readonly Signed[])[]): Json[] | undefined {
    const items: Json[] = [];
    for (const goal of goals) {
      const outcome = this.#search.solve(goal);
      if (outcome.kind === "unknown") this.#doubt ??= outcome.doubt;
      if (outcome.kind !== "found") return undefined;
      items.push(outcome.value);
    }
    return items;
  }

  /** Items that all differ: as many values for each position as there are positions, then a matching. */
  #distinct(goals: readonly (readonly Signed[])[]): Json[] | undefined {
    const choices = goals.map((goal) => this.#several(goal, goals.length));
    const chosen = matchDistinct(choices.map((values) => values.map((value) => ({ text: canonical(value), value }))));
    const [unique] = this.#claim("unique", true);
    if (chosen === undefined && unique?.claim.byKey === true && goals.some((goal) => this.#search.satisfies(goal, "__proto__"))) {
      this.#doubt ??= doubtful(unique, quirk);
    }
    return chosen;
  }

  #several(goal: readonly Signed[], wanted: number): Json[] {
    const values: Json[] = [];
    let remaining = goal;
    while (values.length < wanted) {
      const outcome = this.#search.solve(remaining);
      if (outcome.kind === "unknown") this.#doubt ??= outcome.doubt;
      if (outcome.kind !== "found") break;
      values.push(outcome.value);
      remaining = [...remaining, opposite(this.#search.graph.constant(outcome.value))];
    }
    return values;
  }
}

const lengthless: Literal = {
  kind: "literal",
  claim: { is: "countAtLeast", count: 0 },
  key: "",
  keyword: "items",
  origin: { side: "consumer", pointer: "" },
};
