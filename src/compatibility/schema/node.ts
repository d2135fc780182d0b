import type { Json } from "#contract";
import type { KindSet } from "./types.js";

/** A place in one of the two schemas. `pointer` is a JSON pointer in its document. */
export interface Origin {
  readonly side: "producer" | "consumer";
  readonly pointer: string;
  /** Id of the schema of a contract set that it is in. */
  readonly schema?: string;
}

/** Values from `const` or `enum`, with their canonical texts. */
export interface ValueSet {
  readonly keyword: "const" | "enum";
  readonly values: readonly Json[];
  readonly texts: ReadonlySet<string>;
  /** Equal for sets of equal values. */
  readonly key: string;
}

/** What a schema says, keyword by keyword. A keyword that is missing here says nothing. */
export interface Keywords {
  /** The schema `false`. */
  readonly never?: true;
  readonly types?: KindSet;
  /** `integer` stands in `type` and `number` does not. */
  readonly integerOnly?: true;
  readonly sets?: readonly ValueSet[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly items?: Node;
  readonly prefix?: readonly Node[];
  readonly additionalItems?: Node;
  readonly contains?: Node;
  /** `by-key`: Ajv compares strings as keys of an object, and so takes two `"__proto__"` for different. */
  readonly unique?: "by-value" | "by-key";
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: ReadonlyMap<string, Node>;
  readonly patternProperties?: ReadonlyMap<string, Node>;
  readonly additionalProperties?: Node;
  readonly required?: readonly string[];
  readonly propertyNames?: Node;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly dependencies?: ReadonlyMap<string, readonly string[] | Node>;
  readonly allOf?: readonly Node[];
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly Node[];
  readonly not?: Node;
  /** `if`, and what has to hold when it does and when it does not: `then`, `else`. */
  readonly condition?: Node;
  readonly consequence?: Node;
  readonly alternative?: Node;
}

/** A schema in the graph. Schemas that say the same are one node, except where recursion runs through them. */
export interface Node {
  readonly id: number;
  readonly origin: Origin;
  /** Undefined for a reference to a schema that was still being read; then `target` tells which. */
  readonly keywords?: Keywords;
  readonly target?: () => Node;
}

/** A node and whether its opposite is meant: `2 × id + (negated ? 1 : 0)`. */
export type Signed = number;

export const resolved = (node: Node): Node => (node.target === undefined ? node : resolved(node.target()));
export const positive = (node: Node): Signed => resolved(node).id * 2;
export const opposite = (signed: Signed): Signed => signed ^ 1;
export const isNegated = (signed: Signed): boolean => (signed & 1) === 1;
