import type { Json } from "#contract";
import { type Facts, hasKey } from "./facts.js";
import type { KeySet, Literal } from "./formula.js";
import { objectOf } from "./json.js";
import { type KeyCell, KeyCells } from "./key-cells.js";
import type { Signed } from "./node.js";
import { type Doubt, doubtful, found, none, type Outcome, unknown } from "./outcome.js";
import type { Solver } from "./solver.js";

/** A property that must exist with a key from a set, or with a name that satisfies a schema. */
interface Wish {
  readonly literal: Literal;
  readonly keys?: KeySet;
  readonly name?: Signed;
  readonly schema?: Signed;
}

/** A property of the object that is being put together: under a name, or under any key of a cell. */
interface Entry {
  readonly name?: string;
  readonly cell?: KeyCell;
  /** What its key has to satisfy beyond the cell. */
  readonly key: readonly Signed[];
  readonly value: readonly Signed[];
}

const extraAtMost = 1000;

/** Objects: which properties there must be, under which keys others may be, and what their values have to satisfy. */
export function solveObject(search: Solver, facts: Facts, goal: readonly Signed[]): Outcome {
  return new ObjectSearch(search, facts, goal).run();
}

class ObjectSearch {
  readonly #search: Solver;
  readonly #facts: Facts;
  readonly #goal: readonly Signed[];
  readonly #wishes: readonly Wish[];
  readonly #cells: KeyCells;
  #doubt: Doubt | undefined;

  constructor(search: Solver, facts: Facts, goal: readonly Signed[]) {
    this.#search = search;
    this.#facts = facts;
    this.#goal = goal;
    this.#wishes = facts.literals.flatMap((literal): Wish[] => {
      const { claim } = literal;
      if (claim.is === "someKey") return [{ literal, keys: claim.keys, schema: claim.schema }];
      return claim.is === "someName" ? [{ literal, name: claim.schema }] : [];
    });
    const keySets = [...facts.everyKey.map(({ keys }) => keys), ...this.#wishes.flatMap(({ keys }) => keys ?? [])];
    this.#cells = new KeyCells(search, facts, keySets);
  }

  run(): Outcome {
    const required = [...this.#facts.has].filter(([, holds]) => holds).map(([name]) => name);
    if (required.length > this.#facts.most || this.#facts.least > this.#facts.most) return none;
    const entries: Entry[] = [];
    for (const name of required) {
      const value = this.#facts.goalOf(name);
      if (!this.#cells.allows(name) || !this.#possible(value)) return none;
      entries.push({ name, key: [], value });
    }
    const outcome = this.#place(this.#wishes, entries);
    if (outcome !== undefined) return outcome;
    return this.#doubt === undefined ? none : unknown(this.#doubt);
  }

  #possible(goal: readonly Signed[]): boolean {
    const outcome = this.#search.solve(goal);
    if (outcome.kind === "unknown") this.#doubt ??= outcome.doubt;
    return outcome.kind !== "none";
  }

  /** Finds a property for each wish in turn. Undefined: there is none, or it is not known. */
  #place(wishes: readonly Wish[], entries: readonly Entry[]): Outcome | undefined {
    this.#search.step();
    const [wish, ...others] = wishes;
    if (wish === undefined) return this.#fill(entries);
    for (const next of this.#options(wish, entries)) {
      const outcome = this.#place(others, next);
      if (outcome !== undefined) return outcome;
    }
    return undefined;
  }

  /** Every way to grant a wish: a property more, or one that is there already. */
  *#options(wish: Wish, entries: readonly Entry[]): Generator<readonly Entry[]> {
    const schema = wish.schema === undefined ? [] : [wish.schema];
    const room = entries.length < this.#facts.most;
    for (const name of this.#cells.names) {
      if (!this.#nameFits(wish, name)) continue;
      const at = entries.findIndex((entry) => entry.name === name);
      if (at < 0 && (!room || this.#facts.has.get(name) === false || !this.#cells.allows(name))) continue;
      const value = [...(entries[at]?.value ?? this.#facts.goalOf(name)), ...schema];
      if (this.#possible(value)) yield at < 0 ? [...entries, { name, key: [], value }] : entries.with(at, { name, key: [], value });
    }
    for (const cell of this.#cells.all()) {
      if (wish.keys !== undefined && !this.#cells.within(cell, wish.keys)) continue;
      const key = wish.name === undefined ? [] : [wish.name];
      for (const entry of room ? [...entries, undefined] : entries) {
        if (entry !== undefined && entry.cell !== cell) continue;
        const merged: Entry = {
          cell,
          key: [...(entry?.key ?? []), ...key],
          value: [...(entry?.value ?? this.#cells.valueGoal(cell)), ...schema],
        };
        if (!this.#possible(merged.value) || !this.#possible([...cell.key, ...merged.key])) continue;
        yield entry === undefined ? [...entries, merged] : entries.with(entries.indexOf(entry), merged);
      }
    }
    if (this.#cells.incomplete) this.#doubt ??= doubtful(wish.literal, "too many expressions for keys");
  }

  #nameFits(wish: Wish, name: string): boolean {
    if (wish.keys !== undefined && !hasKey(wish.keys, name)) return false;
    return wish.name === undefined || this.#search.satisfies([wish.name], name);
  }

  /** Adds properties until there are enough, then writes the object down. */
  #fill(entries: readonly Entry[]): Outcome | undefined {
    const all = [...entries];
    if (this.#facts.least - all.length > extraAtMost) {
      this.#doubt ??= doubtful(this.#facts.literals[0] ?? nothingSaid, "an object of that many properties is too large to try");
      return undefined;
    }
    for (const name of this.#cells.names) {
      if (all.length >= this.#facts.least) break;
      if (all.some((entry) => entry.name === name) || this.#facts.has.get(name) === false || !this.#cells.allows(name)) continue;
      const value = this.#facts.goalOf(name);
      if (this.#possible(value)) all.push({ name, key: [], value });
    }
    for (const cell of all.length < this.#facts.least ? this.#cells.all() : []) {
      const value = this.#cells.valueGoal(cell);
      if (!this.#possible(value)) continue;
      const taken = all.filter((entry) => entry.cell === cell).length;
      const keys = this.#cells.severalKeys(cell, this.#facts.least - all.length + taken).length - taken;
      for (let count = 0; count < keys; count++) all.push({ cell, key: [], value });
    }
    if (all.length < this.#facts.least) {
      this.#doubtEnough();
      return undefined;
    }
    return this.#write(all);
  }

  #doubtEnough(): void {
    if (this.#cells.incomplete || this.#wishes.length > 0) {
      this.#doubt ??= doubtful(this.#facts.literals[0] ?? nothingSaid, "it cannot be told whether there are enough keys");
    }
  }

  #write(entries: readonly Entry[]): Outcome | undefined {
    const written = new Map<string, Json>();
    for (const entry of entries) {
      const key = entry.name ?? this.#freshKey(entry, [...written.keys()]);
      const outcome = this.#search.solve(entry.value);
      if (key === undefined || outcome.kind !== "found") return undefined;
      written.set(key, outcome.value);
    }
    const value = objectOf(written);
    if (this.#search.satisfies(this.#goal, value)) return found(value);
    this.#doubt ??= doubtful(this.#facts.literals[0] ?? nothingSaid, "the object that was found is not accepted");
    return undefined;
  }

  #freshKey({ cell, key }: Entry, taken: readonly string[]): string | undefined {
    if (cell === undefined) return undefined;
    const fresh = this.#cells.keyBeside(cell, key, taken);
    if (fresh === undefined) this.#doubt ??= doubtful(this.#facts.literals[0] ?? nothingSaid, "no further key was found");
    return fresh;
  }
}

const nothingSaid: Literal = {
  kind: "literal",
  claim: { is: "countAtLeast", count: 0 },
  key: "",
  keyword: "properties",
  origin: { side: "consumer", pointer: "" },
};
