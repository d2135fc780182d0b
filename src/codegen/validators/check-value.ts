import type { Schema } from "#contract";
import { createSchemaCompiler, reachableSchemas } from "./compile.js";
import { schemaIdOf, schemaUri } from "./normalise.js";

/** One way in which a value breaks its schema. */
export interface ValueFault {
  /** JSON pointer into the value; empty for the whole. */
  readonly pointer: string;
  /** The keyword it breaks. */
  readonly keyword: string;
  /** One plain sentence, without the pointer. */
  readonly sentence: string;
  /** Where the keyword stands: a schema's id, and a JSON pointer into that schema. */
  readonly rule: { readonly schema: string; readonly pointer: string };
}

/** Every fault of a value against one schema of a contract set, by the same rules as generated validators. Throws when no validator can be made. */
export function checkValue(value: unknown, schemaId: string, schemas: ReadonlyMap<string, Schema>): ValueFault[] {
  return valueChecker(schemaId, schemas)(value);
}

/** {@link checkValue} for many values of one schema. */
export function valueChecker(schemaId: string, schemas: ReadonlyMap<string, Schema>): (value: unknown) => ValueFault[] {
  const ajv = createSchemaCompiler(reachableSchemas([schemaId], schemas), { allErrors: true });
  const validate = ajv.getSchema(schemaUri(schemaId));
  if (validate === undefined) throw new Error(`There is no schema ${schemaId}.`);
  return (value) => {
    if (validate(value) === true) return [];
    return (validate.errors ?? []).map(({ instancePath, schemaPath, keyword, params, message }) => ({
      pointer: instancePath,
      keyword,
      sentence: sentenceFor(keyword, params, message ?? "is not valid"),
      rule: ruleAt(schemaPath, schemaId),
    }));
  };
}

/** Ajv names a rule by the URI of its schema, where that is another than the one asked for, and an escaped pointer. */
function ruleAt(schemaPath: string, asked: string): ValueFault["rule"] {
  const [uri = "", ...segments] = schemaPath.split("/");
  const schema = uri.startsWith("warren:") ? schemaIdOf(uri.replace(/#$/, "")) : asked;
  return { schema, pointer: segments.map((segment) => `/${decodeURIComponent(segment)}`).join("") };
}

/** Ajv's message, with what it leaves to `params` said in words. */
function sentenceFor(keyword: string, params: Readonly<Record<string, unknown>>, message: string): string {
  const allowed = params.allowedValues;
  if (keyword === "additionalProperties") return `must not have the property ${JSON.stringify(params.additionalProperty)}`;
  if (keyword === "required") return `must have the property ${JSON.stringify(params.missingProperty)}`;
  if (keyword === "const") return `must be ${JSON.stringify(params.allowedValue)}`;
  if (keyword === "enum" && Array.isArray(allowed)) return `must be one of ${allowed.map((each) => JSON.stringify(each)).join(", ")}`;
  if (keyword === "false schema") return "must not be there";
  return message.replace("must NOT", "must not");
}
