import type { Json, Schema, SchemaNode } from "#contract";
import { Budget, Exhausted } from "./budget.js";
import { tryCandidates } from "./candidates.js";
import { openContract } from "./documents.js";
import { satisfies } from "./evaluate.js";
import { Graph } from "./graph.js";
import { checkGrounded } from "./grounded.js";
import { forgetIfMany } from "./language/forget.js";
import { positive, type Signed } from "./node.js";
import { SchemaReader } from "./read.js";
import { Search } from "./search.js";

/** The values of one schema. */
export interface SchemaValues {
  /** Whether a value is one, by the rules that Ajv has. */
  accepts(value: Json): boolean;
  /** One of them, always the same; undefined where there is none, or where none was found within the limit. */
  find(): Json | undefined;
}

/** Counted, not timed: a schema has the same value on every machine. */
const limits = { timeoutMs: Number.POSITIVE_INFINITY, steps: 50_000 };

/**
 * The values of a schema whose `$ref`s are ids of `schemas`. Nothing is compiled: cheap for many schemas of which few values are asked.
 * Throws a {@link SchemaError} for what is no draft-07 schema.
 */
export function valuesOf(node: SchemaNode, schemas: ReadonlyMap<string, Schema>): SchemaValues {
  const root: Schema = { id: "", name: "", node, location: { file: "", line: 1, column: 1 } };
  const written = openContract("", { get: (id) => (id === "" ? root : schemas.get(id)) }, "producer");
  const graph = new Graph();
  const read = new SchemaReader(graph).read(written);
  checkGrounded(read);
  const goal = [positive(read)];
  const accepts = (value: Json): boolean => satisfies(graph, goal, value);
  const accepted = (value: Json): Json | undefined => (accepts(value) ? value : undefined);
  return {
    accepts,
    find: () => {
      const value = searched(graph, goal);
      return (value === undefined ? undefined : accepted(value)) ?? tryCandidates(node, true, accepted);
    },
  };
}

function searched(graph: Graph, goal: readonly Signed[]): Json | undefined {
  forgetIfMany();
  try {
    const outcome = new Search(graph, new Budget(limits)).solve(goal);
    // What JSON cannot say, such as -0, is said as JSON says it.
    return outcome.kind === "found" ? (JSON.parse(JSON.stringify(outcome.value)) as Json) : undefined;
  } catch (error) {
    if (error instanceof Exhausted) return undefined;
    throw error;
  }
}
