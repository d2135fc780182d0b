import type { Json } from "#contract";
import { canonical } from "./json.js";
import type { Keywords, Node, Origin, Signed, ValueSet } from "./node.js";
import { positive, resolved } from "./node.js";
import { bitOf } from "./types.js";

/** Something in a schema that is no JSON Schema draft-07: the question has no answer. */
export class SchemaError extends Error {
  override readonly name = "SchemaError";
  readonly origin: Origin;

  constructor(origin: Origin, message: string) {
    super(message);
    this.origin = origin;
  }
}

/** All schemas of one comparison. */
export class Graph {
  readonly #nodes: Node[] = [];
  readonly #byContent = new Map<string, Node>();
  readonly #sets = new Map<string, ValueSet>();

  nodeOf(signed: Signed): Node {
    const node = this.#nodes[signed >> 1];
    if (node === undefined) throw new Error(`there is no node ${signed}`);
    return resolved(node);
  }

  /** The node that says this; the first origin wins. */
  intern(origin: Origin, keywords: Keywords): Node {
    const key = contentKey(keywords);
    const existing = this.#byContent.get(key);
    if (existing !== undefined) return existing;
    const node: Node = { id: this.#nodes.length, origin, keywords };
    this.#nodes.push(node);
    this.#byContent.set(key, node);
    return node;
  }

  /** Stands for a schema that is still being read. */
  reference(origin: Origin, target: () => Node): Node {
    const node: Node = { id: this.#nodes.length, origin, target };
    this.#nodes.push(node);
    return node;
  }

  valueSet(keyword: "const" | "enum", values: readonly Json[]): ValueSet {
    const texts = new Map(values.map((value) => [canonical(value), value]));
    const key = [...texts.keys()].sort().join(",");
    const existing = this.#sets.get(`${keyword} ${key}`);
    if (existing !== undefined) return existing;
    const set: ValueSet = { keyword, values: [...texts.values()], texts: new Set(texts.keys()), key };
    this.#sets.set(`${keyword} ${key}`, set);
    return set;
  }

  /** The schema that only this value satisfies. */
  constant(value: Json): Signed {
    return positive(this.intern(invented, { sets: [this.valueSet("const", [value])] }));
  }

  /** The strings that an expression matches. */
  pattern(source: string): Signed {
    return positive(this.intern(invented, { pattern: source }));
  }

  strings(values: readonly string[]): Signed {
    return positive(this.intern(invented, { sets: [this.valueSet("enum", values)] }));
  }

  /** All strings. */
  text(): Signed {
    return positive(this.intern(invented, { types: bitOf("string") }));
  }

  /** The schema `true`. */
  all(): Signed {
    return positive(this.intern(invented, {}));
  }
}

const invented: Origin = { side: "producer", pointer: "" };

/** Children by their ids, everything else by its text. */
function contentKey(keywords: Keywords): string {
  return JSON.stringify(keywords, (_key, value: unknown) => {
    if (value instanceof Map) return [...(value as Map<string, unknown>)].sort(([left], [right]) => (left < right ? -1 : 1));
    if (isNode(value)) return `#${value.id}`;
    if (isValueSet(value)) return value.key;
    return value;
  });
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "id" in value && "origin" in value;
const isValueSet = (value: unknown): value is ValueSet => typeof value === "object" && value !== null && "texts" in value;
