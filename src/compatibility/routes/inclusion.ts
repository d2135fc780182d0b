/** Whether all that is sent is taken, schema against schema; each question is answered once. */
import type { ContractSet, Json, Schema, SchemaNode } from "#contract";
import { compare, type Verdict } from "../schema/compare.js";
import { openContract } from "../schema/documents.js";
import { SchemaError } from "../schema/graph.js";
import { isList, isObject } from "../schema/json.js";
import { createValidator, type Validator } from "../schema/validity.js";
import { type GivenPlace, givenSchema, type WrittenPlace, writtenSchema } from "./written.js";

/** A part of a message as it is sent. */
export interface Sent {
  /** Id of its schema; missing where the contract says nothing of it. */
  readonly schema: string | undefined;
  readonly written: readonly WrittenPlace[];
  /** What it says on each way that it takes; missing where one of them is for all. */
  readonly given?: readonly (readonly GivenPlace[])[];
  /** It is an object whatever the schema says, as headers are. */
  readonly isObject?: true;
}

export type Taken = { readonly id: string } | { readonly node: SchemaNode };

export class Inclusions {
  readonly #schemas: Map<string, Schema>;
  readonly #timeoutMs: number | undefined;
  readonly #answers = new Map<string, Verdict>();
  readonly #validators = new Map<string, Validator>();

  constructor({ schemas }: ContractSet, timeoutMs: number | undefined) {
    this.#schemas = new Map(schemas);
    this.#timeoutMs = timeoutMs;
  }

  schema(id: string): Schema | undefined {
    return this.#schemas.get(id);
  }

  /** Whether everything that is sent satisfies what is taken. A witness is one that the sender's runtime would let go. */
  decide(sent: Sent, taken: Taken): Verdict {
    const key = JSON.stringify([sent.schema ?? null, sent.written, sent.given ?? null, sent.isObject ?? false, taken]);
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = this.#decide(sent, taken);
    this.#answers.set(key, answer);
    return answer;
  }

  /** The id of a schema that no document has; what it refers to are ids of the set. */
  named(node: SchemaNode): string {
    const id = `made#${JSON.stringify(node)}`;
    if (!this.#schemas.has(id)) this.#schemas.set(id, { id: "", name: "", node, location: nowhere });
    return id;
  }

  /** Ajv's own validator of a schema of the set. */
  validator(id: string): Validator {
    const known = this.#validators.get(id) ?? createValidator(openContract(id, this.#schemas, "consumer"));
    this.#validators.set(id, known);
    return known;
  }

  #decide(sent: Sent, taken: Taken): Verdict {
    const plain = sent.schema === undefined ? undefined : this.#compare(sent.schema, taken);
    const isLess = sent.written.length > 0 || sent.given !== undefined || sent.isObject === true;
    if (plain?.verdict === "compatible" || (plain !== undefined && !isLess)) return plain;
    // What the runtime writes, and which way it goes, makes what is sent less than what the schema allows.
    return this.#compare(this.#narrowed(sent), taken);
  }

  #compare(sent: string, taken: Taken): Verdict {
    const producer = { schemaId: sent, schemas: this.#schemas };
    const consumer = { schemaId: "id" in taken ? taken.id : this.named(taken.node), schemas: this.#schemas };
    try {
      const options = this.#timeoutMs === undefined ? {} : { timeoutMs: this.#timeoutMs };
      return withSendableWitness(compare(producer, consumer, options));
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      const { side, pointer, schema } = error.origin;
      const place = schema === undefined ? {} : { schema };
      return { verdict: "unknown", side, keyword: "", pointer, ...place, reason: error.message };
    }
  }

  #narrowed({ schema, written, given, isObject: object }: Sent): string {
    const parts: SchemaNode[] = [
      ...(schema === undefined ? [] : [{ $ref: schema }]),
      ...(object === true ? [{ type: "object" }] : []),
      ...written.map(writtenSchema),
      ...(given === undefined ? [] : [givenSchema(given)]),
    ];
    const id = `${schema ?? "nothing#"}?${JSON.stringify([written, given ?? null, object ?? false])}`;
    const named = schema === undefined ? undefined : this.#schemas.get(schema);
    const { location = nowhere, name = "" } = named ?? {};
    // It keeps the name of what it narrows, by which a fault speaks of it.
    if (!this.#schemas.has(id)) this.#schemas.set(id, { id: schema ?? "", name, node: { allOf: parts }, location });
    return id;
  }
}

const nowhere = { file: "", line: 1, column: 1 };
const mostLevels = 64;

/** The runtime sends nothing that nests deeper than its limit, or that has a key which reaches a prototype. */
function withSendableWitness(verdict: Verdict): Verdict {
  if (verdict.verdict !== "incompatible" || isSendable(verdict.witness, mostLevels)) return verdict;
  const { keyword, pointer, schema } = verdict;
  const reason = "the counterexample that was found is none that the runtime sends";
  return { verdict: "unknown", side: "consumer", keyword, pointer, ...(schema === undefined ? {} : { schema }), reason };
}

function isSendable(value: Json, levels: number): boolean {
  if (isList(value)) return levels > 0 && value.every((item) => isSendable(item, levels - 1));
  if (!isObject(value)) return true;
  const safe = ([key, item]: [string, Json]) =>
    key !== "__proto__" && !(key === "constructor" && isObject(item) && Object.hasOwn(item, "prototype")) && isSendable(item, levels - 1);
  return levels > 0 && Object.entries(value).every(safe);
}
