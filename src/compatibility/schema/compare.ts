import type { Json, Schema } from "#contract";
import { Budget, Exhausted, type Limits } from "./budget.js";
import { tryCandidates } from "./candidates.js";
import { openContract, openSchema, type Written } from "./documents.js";
import { satisfies } from "./evaluate.js";
import { Graph } from "./graph.js";
import { checkGrounded, isAmbiguous } from "./grounded.js";
import { canonical } from "./json.js";
import { forgetIfMany } from "./language/forget.js";
import { type Node, opposite, positive, type Signed } from "./node.js";
import { type Doubt, none, type Outcome, unknown } from "./outcome.js";
import { SchemaReader } from "./read.js";
import { Search } from "./search.js";
import { createValidator, type Fault, holder, type Validator } from "./validity.js";

/** A schema with its own definitions, or one of a contract set by its id. */
export type ComparedSchema = { readonly schema: Json } | { readonly schemaId: string; readonly schemas: ReadonlyMap<string, Schema> };

export type CompareOptions = Partial<Limits>;

/**
 * The answer to: does the consumer accept every message that the producer's schema allows? For schemas of a contract set, `schema` is the
 * id of the one that holds the keyword, and `pointer` leads through its document.
 */
export type Verdict =
  /** Proved: every value that Ajv accepts for the producer it accepts for the consumer. */
  | { readonly verdict: "compatible" }
  /** `witness` is accepted for the producer and refused for the consumer. `pointer` leads to the keyword in the consumer's schema, `at` into the witness. */
  | {
      readonly verdict: "incompatible";
      readonly witness: Json;
      readonly keyword: string;
      readonly pointer: string;
      readonly at: string;
      readonly schema?: string;
    }
  /** Not decided. `keyword` and `pointer` tell where, in the schema of `side`. */
  | {
      readonly verdict: "unknown";
      readonly side: "producer" | "consumer";
      readonly keyword: string;
      readonly pointer: string;
      readonly schema?: string;
      readonly reason: string;
    };

const defaults: Limits = { timeoutMs: 600, steps: 1_000_000 };

/** Whether the consumer takes all that the producer may send. Throws a {@link SchemaError} for what is no draft-07 schema. */
export function compare(producer: ComparedSchema, consumer: ComparedSchema, options: CompareOptions = {}): Verdict {
  const limits: Limits = { ...defaults, ...options };
  forgetIfMany();
  const [sent, taken] = [open(producer, "producer"), open(consumer, "consumer")];
  const validators = { producer: createValidator(sent), consumer: createValidator(taken) };
  try {
    const { outcome, breaks } = decide(sent, taken, new Budget(limits));
    if (outcome.kind === "none") return { verdict: "compatible" };
    const confirmed = outcome.kind === "found" ? confirm(outcome.value, validators) : undefined;
    if (confirmed !== undefined) return confirmed;
    const tried = tryCandidates(sent.value, taken.value, (value) => (breaks(value) ? confirm(value, validators) : undefined));
    return tried ?? undecided(outcome.kind === "unknown" ? outcome.doubt : unconfirmed(sent));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undecided({ keyword: "$ref", origin: taken.origin, reason: "the schemas are nested too deeply" });
  }
}

function open(schema: ComparedSchema, side: "producer" | "consumer"): Written {
  return "schema" in schema ? openSchema(schema.schema, side) : openContract(schema.schemaId, schema.schemas, side);
}

interface Decision {
  readonly outcome: Outcome;
  /** Whether a value is one that the producer may send and the consumer refuses, as far as we can tell without Ajv. */
  breaks(value: Json): boolean;
}

function decide(producer: Written, consumer: Written, budget: Budget): Decision {
  const graph = new Graph();
  const reader = new SchemaReader(graph);
  const [sent, taken] = [reader.read(producer), reader.read(consumer)];
  const ambiguous = [...checkGrounded(sent), ...checkGrounded(taken)].find(isAmbiguous);
  if (isSame(producer, consumer)) {
    return { outcome: none, breaks: () => false };
  }
  const goal = [positive(sent), opposite(positive(taken))];
  const outcome = searched(graph, goal, consumer, budget);
  if (outcome.kind === "none" && ambiguous !== undefined) return { outcome: unknown(forgotten(ambiguous)), breaks: () => false };
  return { outcome, breaks: (value) => satisfies(graph, goal, value) };
}

/** The same text, and its references lead to the same; of two plain schemas, the text is all there is. */
function isSame(producer: Written, consumer: Written): boolean {
  const isContract = [producer, consumer].some(({ document }) => document.source instanceof Map);
  if (isContract && producer.document.source !== consumer.document.source) return false;
  return producer.base === consumer.base && canonical(producer.value) === canonical(consumer.value);
}

const forgotten = ({ origin }: Node): Doubt => ({
  keyword: "contains",
  origin,
  reason: "Ajv leaves contains out for lists that are shorter than the list under items",
});

function searched(graph: Graph, goal: readonly Signed[], consumer: Written, budget: Budget): Outcome {
  try {
    return new Search(graph, budget).solve(goal);
  } catch (error) {
    if (!(error instanceof Exhausted)) throw error;
    return unknown({ keyword: "", origin: consumer.origin, reason: `not decided within the limit: ${error.message}` });
  }
}

/** A witness counts only when Ajv says so. */
function confirm(value: Json, validators: { readonly producer: Validator; readonly consumer: Validator }): Verdict | undefined {
  const sendable = JSON.parse(JSON.stringify(value)) as Json;
  if (!validators.producer.accepts(sendable)) return undefined;
  const fault: Fault | undefined = validators.consumer.faultIn(sendable);
  return fault === undefined ? undefined : { verdict: "incompatible", witness: sendable, ...fault };
}

const undecided = ({ keyword, origin, reason }: Doubt): Verdict => ({
  verdict: "unknown",
  side: origin.side,
  keyword,
  pointer: origin.pointer,
  ...holder(origin),
  reason,
});

const unconfirmed = ({ origin }: Written): Doubt => ({
  keyword: "",
  origin,
  reason: "a counterexample was found that Ajv does not confirm",
});
