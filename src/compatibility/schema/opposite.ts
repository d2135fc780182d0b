import { and, type Claim, type Formula, type Literal, literal, negationOf, no, or, rememberNegation, yes } from "./formula.js";
import { opposite } from "./node.js";

const opposites = new WeakMap<Literal, Formula>();

/** What holds exactly when the claim does not. */
export function denied(literal: Literal): Formula {
  let opposed = opposites.get(literal);
  if (opposed === undefined) {
    opposed = deny(literal);
    opposites.set(literal, opposed);
  }
  return opposed;
}

function deny({ claim, keyword, origin }: Literal): Formula {
  const say = (other: Claim): Formula => literal(other, keyword, origin);
  switch (claim.is) {
    case "atLeast":
      return say({ is: "atMost", number: nextDouble(claim.number, -1) });
    case "atMost":
      return say({ is: "atLeast", number: nextDouble(claim.number, 1) });
    case "integer":
    case "multiple":
    case "among":
    case "pattern":
    case "format":
    case "unique":
    case "has":
      return say({ ...claim, holds: !claim.holds });
    case "countAtLeast":
      return claim.count === 0 ? no : say({ is: "countAtMost", count: claim.count - 1 });
    case "countAtMost":
      return say({ is: "countAtLeast", count: claim.count + 1 });
    case "item":
      return and([say({ is: "countAtLeast", count: claim.index + 1 }), say({ ...claim, schema: opposite(claim.schema) })]);
    case "value":
      return and([say({ is: "has", name: claim.name, holds: true }), say({ ...claim, schema: opposite(claim.schema) })]);
    case "everyFrom":
      return say({ is: "someFrom", start: claim.start, schema: opposite(claim.schema) });
    case "someFrom":
      return say({ is: "everyFrom", start: claim.start, schema: opposite(claim.schema) });
    case "everyKey":
      return say({ is: "someKey", keys: claim.keys, schema: opposite(claim.schema) });
    case "someKey":
      return say({ is: "everyKey", keys: claim.keys, schema: opposite(claim.schema) });
    case "everyName":
      return say({ is: "someName", schema: opposite(claim.schema) });
    case "someName":
      return say({ is: "everyName", schema: opposite(claim.schema) });
  }
}

export function negation(formula: Formula): Formula {
  const known = negationOf(formula);
  if (known !== undefined) return known;
  const negated = negate(formula);
  rememberNegation(formula, negated);
  return negated;
}

function negate(formula: Formula): Formula {
  switch (formula.kind) {
    case "true":
      return no;
    case "false":
      return yes;
    case "literal":
      return denied(formula);
    case "and":
      return or(formula.parts.map(negation));
    case "or":
      return and(formula.parts.map(negation));
  }
}

const buffer = new DataView(new ArrayBuffer(8));

/** The neighbour of a number among those that a double can hold; infinite past the last. */
export function nextDouble(number: number, direction: 1 | -1): number {
  if (number === 0) return direction * Number.MIN_VALUE;
  if (!Number.isFinite(number)) return number;
  buffer.setFloat64(0, number);
  const away = number > 0 === direction > 0;
  buffer.setBigInt64(0, buffer.getBigInt64(0) + (away ? 1n : -1n));
  return buffer.getFloat64(0) + 0;
}
