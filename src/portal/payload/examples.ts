/** Examples of payloads: those that the documents give where they are valid, else made from the schema. Every one satisfies its schema. */
import { SchemaError, type SchemaValues, valuesOf } from "#compatibility";
import type { Json, Message, SchemaNode } from "#contract";
import type { System } from "../system/model.js";
import { allOf, isList, isObject, type Keywords, keywordOf, type Schemas, schemaNode, shapeOf } from "./shape.js";
import { sketch } from "./sketch.js";

export interface MessageExample {
  /** As the document calls it, or the alternative that it shows. */
  readonly name?: string;
  /** It stands in a document. */
  readonly written: boolean;
  readonly payload?: Json;
  readonly headers?: Json;
}

/** A payload, and headers where the message has some, that a receiver takes. What is missing could not be found: the schema may allow nothing. */
export function exampleOf(system: Pick<System, "contracts">, message: Message): Pick<MessageExample, "payload" | "headers"> {
  const examples = messageExamples(system, message);
  const payload = examples.find((example) => example.payload !== undefined)?.payload;
  const headers = examples.find((example) => example.headers !== undefined)?.headers ?? made(message.headers, system);
  return { ...(payload === undefined ? {} : { payload }), ...(headers === undefined ? {} : { headers }) };
}

/** Of a union at the top, one for each alternative. Written examples that break their schema are left out. */
export function messageExamples(system: Pick<System, "contracts">, message: Message): readonly MessageExample[] {
  const { schemas } = system.contracts;
  const payloads = valuesFor({ $ref: message.payload }, schemas);
  const headers = message.headers === undefined ? undefined : valuesFor({ $ref: message.headers }, schemas);
  const written = message.examples.flatMap((example): MessageExample[] => {
    const good = isGood(example.payload, payloads) && isGood(example.headers, headers);
    const { name, payload, headers: head } = example;
    const parts = { ...(payload === undefined ? {} : { payload }), ...(head === undefined ? {} : { headers: head }) };
    return good ? [{ ...(name === undefined ? {} : { name }), written: true, ...parts }] : [];
  });
  if (written.some(({ payload }) => payload !== undefined)) return written;
  const head = made(message.headers, system);
  const generated = schemaExamples({ $ref: message.payload }, schemas);
  return [...written, ...generated.map((example) => ({ ...example, ...(head === undefined ? {} : { headers: head }) }))];
}

const isGood = (value: Json | undefined, values: SchemaValues | undefined): boolean =>
  value === undefined || values === undefined || values.accepts(value);

const made = (id: string | undefined, { contracts }: Pick<System, "contracts">): Json | undefined =>
  id === undefined ? undefined : exampleFor({ $ref: id }, contracts.schemas);

const alternativesAtMost = 8;

/** Examples that are made from a schema: one, or one for each alternative of a union at the top. Empty where none was found. */
export function schemaExamples(node: SchemaNode, schemas: Schemas): readonly MessageExample[] {
  const alternatives = alternativesOf(node, schemas);
  const root = valuesFor(node, schemas);
  if (root === undefined) return [];
  const shown = alternatives.slice(0, alternativesAtMost).flatMap((alternative) => {
    const payload = attempt(allOf([node, alternative]), schemas, root);
    const name = alternativeTitle(alternative, schemas);
    return payload === undefined ? [] : [{ ...(name === undefined ? {} : { name }), written: false, payload }];
  });
  if (shown.length > 0) return shown;
  const payload = exampleFor(node, schemas);
  return payload === undefined ? [] : [{ written: false, payload }];
}

/** The alternatives of the union that a schema is, where it is one. */
function alternativesOf(node: SchemaNode, schemas: Schemas): readonly SchemaNode[] {
  const unions = shapeOf(node, schemas).parts.flatMap((part) =>
    ["oneOf", "anyOf"].map((keyword) => keywordOf(part, keyword)).filter(isList),
  );
  const [only, ...others] = unions;
  return only !== undefined && others.length === 0 ? only.map(schemaNode) : [];
}

function alternativeTitle(node: SchemaNode, schemas: Schemas): string | undefined {
  const reference = keywordOf(node, "$ref");
  const title = keywordOf(node, "title");
  if (typeof reference === "string") return schemas.get(reference)?.name;
  return typeof title === "string" ? title : undefined;
}

/** Undefined where a schema cannot be judged: it is none, contains itself in place, or goes thousands of levels deep. */
function valuesFor(node: SchemaNode, schemas: Schemas): SchemaValues | undefined {
  try {
    return valuesOf(node, schemas);
  } catch (error) {
    if (error instanceof SchemaError || error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A value that satisfies the schema, always the same; undefined where none was found. */
export function exampleFor(node: SchemaNode, schemas: Schemas): Json | undefined {
  const values = valuesFor(node, schemas);
  if (values === undefined) return undefined;
  const likely = attempt(node, schemas, values);
  if (likely !== undefined) return likely;
  const smallest = values.find();
  const wished = sketch(node, schemas, { optional: true, suggested: true }, textFinder(schemas));
  return isObject(smallest) && isObject(wished) ? enriched(smallest, wished, values) : smallest;
}

/** From the fullest to the barest. */
function attempt(node: SchemaNode, schemas: Schemas, values: SchemaValues): Json | undefined {
  for (const optional of [true, false]) {
    for (const suggested of [true, false]) {
      const value = sketch(node, schemas, { optional, suggested }, textFinder(schemas));
      if (value !== undefined && values.accepts(value)) return value;
    }
  }
  return undefined;
}

/** Adds to a value that is right whatever can be added while it stays so. */
function enriched(value: Keywords, more: Keywords, values: SchemaValues): Json {
  let best = value;
  for (const entry of Object.entries(more)) {
    const fuller = Object.fromEntries([...Object.entries(best).filter(([name]) => name !== entry[0]), entry]);
    if (values.accepts(fuller)) best = fuller;
  }
  return best;
}

/** Texts that were looked for, by what is asked of them: one that matches a pattern takes time to find. */
const found = new WeakMap<Schemas, Map<string, Json | undefined>>();

function textFinder(schemas: Schemas): (asked: Keywords) => Json | undefined {
  const known = found.get(schemas) ?? new Map<string, Json | undefined>();
  found.set(schemas, known);
  return (asked) => {
    const key = JSON.stringify(asked);
    if (!known.has(key)) known.set(key, valuesOf(asked, schemas).find());
    return known.get(key);
  };
}
