/** The ways of an operation's messages where values in them decide on the routing key (`x-values`). */
import type { Parameter } from "../model.js";
import type { Given } from "./model.js";

/** One way: what is filled in for parameters, and of which messages. */
export interface ValueWay {
  readonly values: ReadonlyMap<string, string>;
  readonly given: readonly Given[];
}

/** Above this many ways, the parameters count as free. */
const mostWays = 256;

/** A single way with nothing filled in where no value decides. */
export function waysOf(address: string, parameters: readonly Parameter[]): readonly ValueWay[] {
  let ways: readonly ValueWay[] = [{ values: new Map(), given: [] }];
  for (const { name, values: table, expression, default: otherwise } of parameters) {
    if (table === undefined || expression === undefined || !address.includes(`{${name}}`)) continue;
    const texts = [...new Set([...Object.values(table), ...(otherwise === undefined ? [] : [otherwise])])];
    if (texts.length * ways.length > mostWays) continue;
    ways = ways.flatMap(({ values, given }) =>
      texts.map((text) => {
        const said = Object.keys(table).filter((value) => table[value] === text);
        // What the default stands for, a message need not say.
        return { values: new Map([...values, [name, text]]), given: text === otherwise ? given : [...given, { expression, values: said }] };
      }),
    );
  }
  return ways;
}

export function filledIn(text: string, values: ReadonlyMap<string, string>): string {
  return [...values].reduce((filled, [name, value]) => filled.replaceAll(`{${name}}`, () => value), text);
}
