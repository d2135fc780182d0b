import type { Json, Schema, SchemaNode } from "#contract";
import { Budget, Exhausted } from "./budget.js";
import { tryCandidates } from "./candidates.js";
import { openNode } from "./documents.js";
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
 * The values of a schema whose `$ref`s are ids of `schemas`. Nothing is compiled, and schemas of one set are read once: cheap for many
 * schemas of which few values are asked. Throws a {@link SchemaError} for what is no draft-07 schema.
 */
export function valuesOf(node: SchemaNode, schemas: ReadonlyMap<string, Schema>): SchemaValues {
  const { graph, reader } = readingOf(schemas);
  const goal = [readInto(reader, node, schemas)];
  const accepts = (value: Json): boolean => satisfies(graph, goal, value);
  const accepted = (value: Json): Json | undefined => (accepts(value) ? value : undefined);
  return {
    accepts,
    find: () => {
      const value = search(node, schemas);
      return (value === undefined ? undefined : accepted(value)) ?? tryCandidates(node, true, accepted);
    },
  };
}

interface Reading {
  readonly graph: Graph;
  readonly reader: SchemaReader;
}

const readings = new WeakMap<ReadonlyMap<string, Schema>, Reading>();

function newReading(): Reading {
  const graph = new Graph();
  return { graph, reader: new SchemaReader(graph) };
}

function readingOf(schemas: ReadonlyMap<string, Schema>): Reading {
  const known = readings.get(schemas) ?? newReading();
  readings.set(schemas, known);
  return known;
}

function readInto(reader: SchemaReader, node: SchemaNode, schemas: ReadonlyMap<string, Schema>): Signed {
  const read = reader.read(openNode(node, schemas, "producer"));
  checkGrounded(read);
  return positive(read);
}

/** In a graph of its own: what is found does not depend on what was asked before. */
function search(node: SchemaNode, schemas: ReadonlyMap<string, Schema>): Json | undefined {
  forgetIfMany();
  const { graph, reader } = newReading();
  const goal = [readInto(reader, node, schemas)];
  try {
    const outcome = new Search(graph, new Budget(limits)).solve(goal);
    // What JSON cannot say, such as -0, is said as JSON says it.
    return outcome.kind === "found" ? (JSON.parse(JSON.stringify(outcome.value)) as Json) : undefined;
  } catch (error) {
    if (error instanceof Exhausted) return undefined;
    throw error;
  }
}
