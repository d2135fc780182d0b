import { Ajv, type ErrorObject, type Options, type ValidateFunction } from "ajv";
import type { Json } from "#contract";
import { below, type Written } from "./documents.js";
import { knownFormats } from "./formats.js";
import { isList, isObject, type JsonObject, own } from "./json.js";
import { matches } from "./matching.js";
import type { Origin } from "./node.js";

/** Why a value does not satisfy a schema. `pointer` leads to the keyword in the schema, `at` to the part of the value. */
export interface Fault {
  readonly keyword: string;
  readonly pointer: string;
  readonly at: string;
  readonly schema?: string;
}

export interface Validator {
  accepts(value: Json): boolean;
  /** Undefined where the value is accepted, if only by one of Ajv's ways. */
  faultIn(value: Json): Fault | undefined;
}

const single = new Set(["additionalItems", "additionalProperties", "contains", "propertyNames", "not", "if", "then", "else"]);
const lists = new Set(["allOf", "anyOf", "oneOf"]);
const maps = new Set(["properties", "patternProperties"]);
const plain = new Set(
  "type nullable enum const multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern format maxItems minItems uniqueItems maxProperties minProperties required".split(
    " ",
  ),
);

/** As generated validators are compiled; what is asked of own properties there only where it matters is asked always. */
const settings: Options = {
  strict: false,
  logger: false,
  meta: false,
  validateSchema: false,
  addUsedSchema: false,
  inlineRefs: false,
  ownProperties: true,
  verbose: true,
  formats: Object.fromEntries(knownFormats),
  code: { regExp: Object.assign(patientExpression, { code: "patientExpression" }) },
};
/** Services stop at the first fault, tools list them all. The two do not agree on every schema. */
const compilers = [new Ajv(settings), new Ajv({ ...settings, allErrors: true })];

/** An expression whose answer does not take for ever. Same answer, other way to it. */
function patientExpression(source: string): RegExpLike {
  const expression = { test: (text: string) => matches(source, text), toString: () => source };
  return expression;
}

interface RegExpLike {
  test(text: string): boolean;
}

/** Ajv's own validator of a schema. References are followed as draft-07 has it: what stands beside one does not count. */
export function createValidator(root: Written): Validator {
  let compiled: Compiled | undefined;
  const ready = (): Compiled => {
    compiled ??= compile(root);
    return compiled;
  };
  return {
    accepts: (value) => ready().validators.every((validate) => validate(value)),
    faultIn: (value) => {
      const { validators, origins } = ready();
      const refused = validators.filter((validate) => !validate(value));
      return refused.length < validators.length ? undefined : faultOf(refused[0]?.errors?.at(-1), origins);
    },
  };
}

interface Compiled {
  readonly validators: readonly ValidateFunction[];
  /** Where the schemas stand that were given to Ajv. */
  readonly origins: ReadonlyMap<unknown, Origin>;
}

function compile(root: Written): Compiled {
  const definitions = new Definitions();
  const start = definitions.reference(root);
  const schema = { ...start, definitions: definitions.all() };
  const validators = compilers.map((ajv) => {
    const validate = ajv.compile(schema);
    ajv.removeSchema(schema);
    return validate;
  });
  return { validators, origins: definitions.origins };
}

/** The schemas that references lead to, each once, under numbers. */
class Definitions {
  readonly origins = new Map<unknown, Origin>();
  readonly #places = new Map<unknown, Map<string, number>>();
  readonly #schemas: JsonObject[] = [];

  all(): JsonObject {
    return Object.fromEntries(this.#schemas.map((schema, at) => [String(at), schema]));
  }

  reference(target: Written): JsonObject {
    const key = isObject(target.value) ? target.value : target.value === true;
    const row = this.#places.get(key) ?? new Map<string, number>();
    this.#places.set(key, row);
    let number = row.get(target.base);
    if (number === undefined) {
      number = this.#schemas.length;
      row.set(target.base, number);
      this.#schemas[number] = {};
      this.#schemas[number] = this.#copy(target);
    }
    return { $ref: `#/definitions/${number}` };
  }

  #copy(written: Written): JsonObject {
    const copy = this.#read(written);
    this.origins.set(copy, written.origin);
    return copy;
  }

  #read(written: Written): JsonObject {
    const { value } = written;
    if (!isObject(value)) return value === false ? nothing() : {};
    const reference = own(value, "$ref");
    if (typeof reference === "string") return this.reference(written.document.follow(reference, written));
    return Object.fromEntries(Object.entries(value).flatMap(([keyword, held]) => this.#keyword(written, keyword, held)));
  }

  #keyword(written: Written, keyword: string, held: Json): [string, Json][] {
    if (plain.has(keyword)) return [[keyword, held]];
    if (single.has(keyword) || (keyword === "items" && !isList(held))) return [[keyword, this.#copy(below(written, keyword))]];
    if ((lists.has(keyword) || keyword === "items") && isList(held)) {
      return [[keyword, held.map((_, at) => this.#copy(below(written, keyword, String(at))))]];
    }
    if (!isObject(held) || !(maps.has(keyword) || keyword === "dependencies")) return [];
    const entries = Object.entries(held).map(([key, part]): [string, Json] => [
      key,
      isList(part) ? part : this.#copy(below(written, keyword, key)),
    ]);
    return [[keyword, Object.fromEntries(entries)]];
  }
}

/** What stands for `false`, which Ajv gives no place to. */
const nothing = (): JsonObject => ({ not: {}, [nothingMark]: true });
const nothingMark = "x-nothing";
const isNothing = (schema: unknown): boolean => isObject(schema) && Object.hasOwn(schema, nothingMark);

function faultOf(error: ErrorObject | undefined, origins: ReadonlyMap<unknown, Origin>): Fault {
  if (error === undefined) return { keyword: "", pointer: "", at: "" };
  const { keyword, instancePath, parentSchema } = error;
  const origin = origins.get(parentSchema);
  const pointer = origin?.pointer ?? "";
  if (!isNothing(parentSchema)) return { keyword, pointer: `${pointer}/${keyword}`, at: instancePath, ...holder(origin) };
  // The keyword whose schema is `false`: `additionalProperties`, more often than not.
  const last = pointer.slice(pointer.lastIndexOf("/") + 1);
  return { keyword: single.has(last) || last === "items" ? last : "false", pointer, at: instancePath, ...holder(origin) };
}

/** The schema of a contract set that a place is in, where it is in one. */
export function holder(origin: Origin | undefined): { readonly schema?: string } {
  return origin?.schema === undefined ? {} : { schema: origin.schema };
}
