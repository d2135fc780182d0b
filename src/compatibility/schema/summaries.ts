import type { Json } from "#contract";
import { satisfies } from "./evaluate.js";
import type { Graph } from "./graph.js";
import { canonical } from "./json.js";
import type { Meaning } from "./meaning.js";
import { isNegated, type Node, opposite, resolved, type Signed } from "./node.js";
import { allKinds, bitOf, type KindSet, kindOf, kinds } from "./types.js";

/** What can be told of schemas at a glance. */
export class Summaries {
  readonly #graph: Graph;
  readonly #meaning: Meaning;
  readonly #kinds = new Map<Signed, KindSet>();
  readonly #values = new Map<Node, readonly Json[] | undefined>();
  readonly #clashes = new Map<string, boolean>();
  readonly #pairs = new Map<number, boolean>();

  constructor(graph: Graph, meaning: Meaning) {
    this.#graph = graph;
    this.#meaning = meaning;
  }

  /** Whether surely no value satisfies all of these. */
  clash(goal: readonly Signed[]): boolean {
    const [left, right] = goal;
    if (left === undefined || right === undefined || goal.length > 2) return this.#clash(goal);
    const pair = left * 2 ** 26 + right;
    let known = this.#pairs.get(pair);
    if (known === undefined) {
      known = this.#clash(goal);
      this.#pairs.set(pair, known);
    }
    return known;
  }

  #clash(goal: readonly Signed[]): boolean {
    let possible = allKinds;
    for (const signed of goal) {
      if (goal.includes(opposite(signed))) return true;
      possible &= this.#kindsOf(signed);
    }
    if (possible === 0) return true;
    const values = this.fewValues(goal);
    if (values === undefined) return false;
    if (goal.length <= 2) return !values.some((value) => satisfies(this.#graph, goal, value));
    const key = [...new Set(goal)].sort((left, right) => left - right).join(" ");
    const known = this.#clashes.get(key);
    if (known !== undefined) return known;
    const result = !values.some((value) => satisfies(this.#graph, goal, value));
    this.#clashes.set(key, result);
    return result;
  }

  /** A list that holds every value that satisfies the goal; undefined where there is no such list. */
  fewValues(goal: readonly Signed[]): readonly Json[] | undefined {
    let fewest: readonly Json[] | undefined;
    for (const signed of goal) {
      if (isNegated(signed)) continue;
      const values = this.#valuesOf(this.#graph.nodeOf(signed));
      if (values !== undefined && (fewest === undefined || values.length < fewest.length)) fewest = values;
    }
    return fewest;
  }

  #kindsOf(signed: Signed): KindSet {
    let found = this.#kinds.get(signed);
    if (found === undefined) {
      found = kinds.reduce((sum, kind) => (this.#meaning.of(signed, kind).kind === "false" ? sum : sum | bitOf(kind)), 0);
      this.#kinds.set(signed, found);
    }
    return found;
  }

  #valuesOf(given: Node): readonly Json[] | undefined {
    const node = resolved(given);
    if (this.#values.has(node)) return this.#values.get(node);
    this.#values.set(node, undefined);
    const values = this.#read(node);
    this.#values.set(node, values);
    return values;
  }

  #read({ keywords }: Node): readonly Json[] | undefined {
    if (keywords === undefined) return undefined;
    if (keywords.never) return [];
    if (keywords.sets?.[0]) return keywords.sets[0].values;
    if (keywords.types !== undefined && (keywords.types & ~(bitOf("null") | bitOf("boolean"))) === 0) {
      return [null, false, true].filter((value) => ((keywords.types ?? 0) & bitOf(kindOf(value))) !== 0);
    }
    for (const part of keywords.allOf ?? []) {
      const values = this.#valuesOf(part);
      if (values !== undefined) return values;
    }
    for (const branches of [keywords.anyOf, keywords.oneOf]) {
      const lists = branches?.map((branch) => this.#valuesOf(branch)) ?? [undefined];
      if (!lists.includes(undefined)) return distinct(lists.flatMap((list) => list ?? []));
    }
    return undefined;
  }
}

const distinct = (values: readonly Json[]): readonly Json[] => [...new Map(values.map((value) => [canonical(value), value])).values()];
