import { claimsOf, isDependencyOnSchema, sayAt } from "./claims.js";
import { and, type Formula, no, or, yes } from "./formula.js";
import { type Graph, SchemaError } from "./graph.js";
import { isNegated, type Node, positive, resolved, type Signed } from "./node.js";
import { negation } from "./opposite.js";
import { areTagged } from "./tagged.js";
import { bitOf, type Kind } from "./types.js";

/** What schemas say of values of one kind, as formulas: schemas that are joined in place are worked in, those of parts are not. */
export class Meaning {
  readonly #graph: Graph;
  readonly #known = new Map<string, Formula>();
  readonly #open = new Set<string>();

  readonly #step: () => void;

  /** `step` counts work. */
  constructor(graph: Graph, step: () => void) {
    this.#graph = graph;
    this.#step = step;
  }

  of(signed: Signed, kind: Kind): Formula {
    const key = `${kind} ${signed}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    this.#step();
    const formula = isNegated(signed) ? negation(this.of(signed ^ 1, kind)) : this.#positive(this.#graph.nodeOf(signed), kind, key);
    this.#known.set(key, formula);
    return formula;
  }

  #positive(node: Node, kind: Kind, key: string): Formula {
    if (this.#open.has(key)) throw new SchemaError(node.origin, "the schema refers to itself in place");
    this.#open.add(key);
    const formula = this.#read(node, kind);
    this.#open.delete(key);
    return formula;
  }

  #read({ keywords, origin }: Node, kind: Kind): Formula {
    if (keywords === undefined || keywords.never) return no;
    if (keywords.types !== undefined && (keywords.types & bitOf(kind)) === 0) return no;
    const say = sayAt(origin);
    const of = (part: Node): Formula => this.of(positive(part), kind);
    const not = (part: Node): Formula => this.of(positive(part) ^ 1, kind);
    const parts = claimsOf(this.#graph, keywords, kind, say);
    for (const part of keywords.allOf ?? []) parts.push(of(part));
    if (keywords.anyOf) parts.push(or(keywords.anyOf.map(of)));
    if (keywords.oneOf) {
      const branches = keywords.oneOf.map(resolved);
      parts.push(areTagged(branches) ? or(branches.map(of)) : this.#exactlyOne(branches, of, not));
    }
    if (keywords.not) parts.push(not(keywords.not));
    if (keywords.condition) {
      parts.push(or([not(keywords.condition), keywords.consequence ? of(keywords.consequence) : yes]));
      parts.push(or([of(keywords.condition), keywords.alternative ? of(keywords.alternative) : yes]));
    }
    if (kind === "object") {
      for (const [name, needed] of keywords.dependencies ?? []) {
        if (isDependencyOnSchema(needed)) parts.push(or([say({ is: "has", name, holds: false }, "dependencies"), of(needed)]));
      }
    }
    return and(parts);
  }

  #exactlyOne(branches: readonly Node[], of: (node: Node) => Formula, not: (node: Node) => Formula): Formula {
    const denied = branches.map(not);
    return or(
      branches.map((branch, at) => {
        this.#step();
        return and([of(branch), ...denied.filter((_, other) => other !== at)]);
      }),
    );
  }
}
