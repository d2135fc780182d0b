import { createGeneratorSync } from "json-schema-faker";
import { valueChecker } from "#codegen";
import type { ContractSet, Json } from "#contract";
import { type NearValue, nearValues } from "./near-values.js";

/** Values of one schema of a contract set, told apart by the rules of the generated validators. */
export interface SchemaSamples {
  readonly accepted: readonly NearValue[];
  readonly refused: readonly NearValue[];
}

/** What a failure has to name, so that it can be made to happen again. */
const seed = 7;
const madeUp = 8;

/** Samples by all that they follow from: many messages share a schema, and many tests a message. */
const known = new Map<string, SchemaSamples>();

/** Values at the limits of a schema. Always the same for one schema. */
export function limitSamples(id: string, schemas: ContractSet["schemas"]): SchemaSamples {
  const key = JSON.stringify([...reachable(id, schemas)]);
  const samples = known.get(key) ?? makeLimitSamples(id, schemas);
  known.set(key, samples);
  return samples;
}

function makeLimitSamples(id: string, schemas: ContractSet["schemas"]): SchemaSamples {
  const faultsOf = valueChecker(id, schemas);
  const near = nearValues({ $ref: id }, (ref) => schemas.get(ref)?.node);
  const isAccepted = ({ value }: NearValue) => faultsOf(value).length === 0;
  return { accepted: near.filter(isAccepted), refused: near.filter((each) => !isAccepted(each)) };
}

/** A schema and all that it refers to. */
function reachable(
  id: string,
  schemas: ContractSet["schemas"],
  found = new Map<string, Json | undefined>(),
): ReadonlyMap<string, Json | undefined> {
  if (found.has(id)) return found;
  const node = schemas.get(id)?.node;
  found.set(id, node);
  const follow = (value: Json): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, each] of Object.entries(value)) {
      if (key === "$ref" && typeof each === "string") reachable(each, schemas, found);
      else follow(each);
    }
  };
  follow(node ?? null);
  return found;
}

/** {@link limitSamples}, and made-up ones that are accepted. */
export function schemaSamples(id: string, schemas: ContractSet["schemas"]): SchemaSamples {
  const { accepted, refused } = limitSamples(id, schemas);
  const faultsOf = valueChecker(id, schemas);
  const made = random(bundled(id, schemas)).map((value, at) => ({ about: `made-up ${at + 1} of seed ${seed}`, value }));
  return { accepted: [...accepted, ...made.filter(({ value }) => faultsOf(value).length === 0)], refused };
}

function random(schema: Json): Json[] {
  const generator = createGeneratorSync({ seed, optionalsProbability: 0.5, maxDepth: 4 });
  return Array.from({ length: madeUp }, () => generator.generate(schema as never) as Json);
}

/** A schema with everything it refers to, as one document. */
function bundled(id: string, schemas: ContractSet["schemas"]): Json {
  const ids = [...schemas.keys()];
  const local = (target: string): string => `#/definitions/s${ids.indexOf(target)}`;
  const relocate = (node: Json): Json => {
    if (Array.isArray(node)) return (node as readonly Json[]).map(relocate);
    if (typeof node !== "object" || node === null) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => [key, key === "$ref" && typeof value === "string" ? local(value) : relocate(value)]),
    );
  };
  const definitions = Object.fromEntries([...schemas].map(([key, { node }]) => [`s${ids.indexOf(key)}`, relocate(node)]));
  return { $ref: local(id), definitions };
}
