import type { Facts } from "./facts.js";
import type { KeySet } from "./formula.js";
import { opposite, type Signed } from "./node.js";
import type { Solver } from "./solver.js";

/** Keys that no schema tells apart: they match the same expressions and have no name of their own. */
export interface KeyCell {
  readonly matched: ReadonlySet<string>;
  /** What its keys satisfy. */
  readonly key: readonly Signed[];
}

const cellsAtMost = 128;

/** The keys an object may have: those that a schema names, and cells of all others. */
export class KeyCells {
  /** Every key that is named. */
  readonly names: readonly string[];
  /** There are more cells than are looked at. */
  incomplete = false;
  readonly #search: Solver;
  readonly #facts: Facts;
  readonly #patterns: readonly string[];
  readonly #goals = new Map<KeyCell, readonly Signed[]>();
  #cells: readonly KeyCell[] | undefined;

  constructor(search: Solver, facts: Facts, keySets: readonly KeySet[]) {
    this.#search = search;
    this.#facts = facts;
    this.names = [...new Set([...facts.has.keys(), ...facts.values.keys(), ...keySets.flatMap(({ names }) => names)])];
    this.#patterns = [...new Set(keySets.flatMap(({ patterns }) => patterns))];
  }

  allows(name: string): boolean {
    return this.#search.satisfies(this.#facts.names, name);
  }

  /** The cells that have keys, or of which that is not known. */
  all(): readonly KeyCell[] {
    if (this.#cells !== undefined) return this.#cells;
    const { graph } = this.#search;
    const named = this.names.length === 0 ? [] : [opposite(graph.strings(this.names))];
    let cells: KeyCell[] = [{ matched: new Set(), key: [graph.text(), ...named, ...this.#facts.names] }];
    for (const source of this.#patterns) {
      const pattern = graph.pattern(source);
      cells = cells
        .flatMap(({ matched, key }) => [
          { matched, key: [...key, opposite(pattern)] },
          { matched: new Set([...matched, source]), key: [...key, pattern] },
        ])
        .filter(({ key }) => this.#search.solve(key).kind !== "none");
      if (cells.length > cellsAtMost) {
        this.incomplete = true;
        cells = [];
        break;
      }
    }
    this.#cells = cells.filter(({ key }) => this.#search.solve(key).kind !== "none");
    return this.#cells;
  }

  within({ matched }: KeyCell, keys: KeySet): boolean {
    return keys.patterns.some((source) => matched.has(source)) !== keys.inverted;
  }

  /** What the value under a key of the cell has to satisfy. */
  valueGoal(cell: KeyCell): readonly Signed[] {
    const known = this.#goals.get(cell);
    if (known !== undefined) return known;
    const goal = this.#facts.everyKey.filter(({ keys }) => this.within(cell, keys)).map(({ schema }) => schema);
    this.#goals.set(cell, goal);
    return goal;
  }

  keyBeside(cell: KeyCell, further: readonly Signed[], taken: readonly string[]): string | undefined {
    const other = taken.length === 0 ? [] : [opposite(this.#search.graph.strings(taken))];
    const outcome = this.#search.solve([...cell.key, ...further, ...other]);
    return outcome.kind === "found" && typeof outcome.value === "string" ? outcome.value : undefined;
  }

  /** Up to that many different keys; fewer only where there are fewer, or where it is not known. */
  severalKeys(cell: KeyCell, wanted: number): readonly string[] {
    const keys: string[] = [];
    while (keys.length < wanted) {
      const other = keys.length === 0 ? [] : [opposite(this.#search.graph.strings(keys))];
      const outcome = this.#search.solve([...cell.key, ...other]);
      if (outcome.kind === "unknown") this.incomplete = true;
      if (outcome.kind !== "found" || typeof outcome.value !== "string") break;
      keys.push(outcome.value);
    }
    return keys;
  }
}
