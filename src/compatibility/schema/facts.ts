import type { Claim, KeySet, Literal } from "./formula.js";
import { claimKey } from "./formula.js";
import { matches } from "./matching.js";
import { opposite, type Signed, type ValueSet } from "./node.js";

/** Answers quickly, and only where it is sure: whether no value can satisfy all of these. */
export type Clash = (goal: readonly Signed[]) => boolean;
/** Whether a property may have this name. */
export type Names = (schemas: readonly Signed[], name: string) => boolean;

/** The claims that hold on one branch of the search, in a form that contradictions show in. */
export class Facts {
  readonly literals: Literal[] = [];
  readonly keys = new Set<string>();
  lowest = -Number.MAX_VALUE;
  highest = Number.MAX_VALUE;
  least = 0;
  most = Number.POSITIVE_INFINITY;
  among: ValueSet | undefined;
  readonly has = new Map<string, boolean>();
  readonly values = new Map<string, readonly Signed[]>();
  readonly items = new Map<number, readonly Signed[]>();
  everyFrom: readonly { readonly start: number; readonly schema: Signed }[] = [];
  everyKey: readonly { readonly keys: KeySet; readonly schema: Signed }[] = [];
  names: readonly Signed[] = [];

  copy(): Facts {
    const copy = new Facts();
    copy.literals.push(...this.literals);
    for (const key of this.keys) copy.keys.add(key);
    for (const [name, holds] of this.has) copy.has.set(name, holds);
    for (const [name, goal] of this.values) copy.values.set(name, goal);
    for (const [index, goal] of this.items) copy.items.set(index, goal);
    return Object.assign(copy, {
      lowest: this.lowest,
      highest: this.highest,
      least: this.least,
      most: this.most,
      among: this.among,
      everyFrom: this.everyFrom,
      everyKey: this.everyKey,
      names: this.names,
    });
  }

  add(literal: Literal): void {
    if (this.keys.has(literal.key)) return;
    this.keys.add(literal.key);
    this.literals.push(literal);
    this.#take(literal.claim);
  }

  #take(claim: Claim): void {
    switch (claim.is) {
      case "atLeast":
        this.lowest = Math.max(this.lowest, claim.number);
        break;
      case "atMost":
        this.highest = Math.min(this.highest, claim.number);
        break;
      case "countAtLeast":
        this.least = Math.max(this.least, claim.count);
        break;
      case "countAtMost":
        this.most = Math.min(this.most, claim.count);
        break;
      case "among":
        if (claim.holds) this.among = claim.set;
        break;
      case "has":
        this.has.set(claim.name, claim.holds);
        break;
      case "value":
        this.values.set(claim.name, [...(this.values.get(claim.name) ?? []), claim.schema]);
        break;
      case "item":
        this.items.set(claim.index, [...(this.items.get(claim.index) ?? []), claim.schema]);
        break;
      case "everyFrom":
        this.everyFrom = [...this.everyFrom, claim];
        break;
      case "everyKey":
        this.everyKey = [...this.everyKey, claim];
        break;
      case "everyName":
        this.names = [...this.names, claim.schema];
        break;
      default:
    }
  }

  /** All that the value under a name has to satisfy, if it is there. */
  goalOf(name: string): readonly Signed[] {
    const wide = this.everyKey.filter(({ keys }) => hasKey(keys, name)).map(({ schema }) => schema);
    return [...(this.values.get(name) ?? []), ...wide];
  }

  /** All that the item at an index has to satisfy, if it is there. */
  goalAt(index: number): readonly Signed[] {
    const wide = this.everyFrom.filter(({ start }) => start <= index).map(({ schema }) => schema);
    return [...(this.items.get(index) ?? []), ...wide];
  }

  /** Whether a claim surely cannot hold here as well. */
  refutes(claim: Claim, clash: Clash, allows: Names): boolean {
    switch (claim.is) {
      case "atLeast":
        return claim.number > this.highest;
      case "atMost":
        return claim.number < this.lowest;
      case "countAtLeast":
        return claim.count > this.most || this.#shortItems(claim.count, clash);
      case "countAtMost":
        return claim.count < this.least || claim.count < [...this.has.values()].filter(Boolean).length;
      case "integer":
      case "multiple":
      case "pattern":
      case "format":
      case "unique":
        return this.keys.has(claimKey({ ...claim, holds: !claim.holds }));
      case "among":
        return this.keys.has(claimKey({ ...claim, holds: !claim.holds })) || this.#apart(claim.set, claim.holds);
      case "item":
        return this.least > claim.index && clash([...this.goalAt(claim.index), claim.schema]);
      case "everyFrom":
        return this.#itemsFrom(claim.start, claim.schema, clash);
      case "someFrom":
        return clash([...this.everyFrom.filter(({ start }) => start <= claim.start).map(({ schema }) => schema), claim.schema]);
      default:
        return this.#refutesProperty(claim, clash, allows);
    }
  }

  /** Whether what a claim says of a part that may be missing holds in any case. */
  entails(claim: Claim, clash: Clash): boolean {
    if (claim.is === "value") return this.has.get(claim.name) === false || clash([...this.goalOf(claim.name), opposite(claim.schema)]);
    if (claim.is === "item") return this.most <= claim.index || clash([...this.goalAt(claim.index), opposite(claim.schema)]);
    return false;
  }

  #refutesProperty(claim: Claim, clash: Clash, allows: Names): boolean {
    switch (claim.is) {
      case "has":
        if (!claim.holds) return this.has.get(claim.name) === true;
        return this.has.get(claim.name) === false || !allows(this.names, claim.name) || clash(this.goalOf(claim.name));
      case "value":
        return this.has.get(claim.name) === true && clash([...this.goalOf(claim.name), claim.schema]);
      case "everyKey":
        return this.#present().some((name) => hasKey(claim.keys, name) && clash([...this.goalOf(name), claim.schema]));
      case "someKey":
        return this.keys.has(claimKey({ is: "everyKey", keys: claim.keys, schema: opposite(claim.schema) }));
      case "everyName":
        return this.#present().some((name) => !allows([claim.schema], name));
      case "someName":
        return this.names.includes(opposite(claim.schema));
      default:
        return false;
    }
  }

  #present(): string[] {
    return [...this.has].filter(([, holds]) => holds).map(([name]) => name);
  }

  /** Whether a needed item cannot be there. */
  #shortItems(count: number, clash: Clash): boolean {
    return [...this.items.keys()].some((index) => index < count && clash(this.goalAt(index)));
  }

  #itemsFrom(from: number, schema: Signed, clash: Clash): boolean {
    for (let index = from; index < Math.min(this.least, from + 4); index++) if (clash([...this.goalAt(index), schema])) return true;
    return false;
  }

  #apart(set: ValueSet, holds: boolean): boolean {
    if (this.among === undefined) return false;
    const texts = [...this.among.texts];
    return holds ? !texts.some((text) => set.texts.has(text)) : texts.every((text) => set.texts.has(text));
  }
}

export function hasKey(keys: KeySet, name: string): boolean {
  return (keys.names.includes(name) || keys.patterns.some((source) => matches(source, name))) !== keys.inverted;
}
