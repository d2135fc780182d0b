import { readdirSync, readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import formats from "ajv-formats";
import { parse } from "yaml";
import type { Json, Schema, SchemaNode } from "#contract";

/** One schema of the corpus, with values that its type must let in and keep out. */
export interface CorpusCase {
  readonly title: string;
  readonly rootId: string;
  readonly rootName: string;
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly valid: readonly Json[];
  /** Refused by the validator and by the compiler. */
  readonly invalid: readonly Json[];
  /** Refused by the validator for rules that TypeScript cannot say: the compiler lets these pass. */
  readonly beyond: readonly Json[];
  /** Statements about `value: Root` that compile. */
  readonly code: string;
  /** A statement about `value: Root` that must not compile. */
  readonly wrong: string;
  /** Whether the second generator handles it. */
  readonly oracle: boolean;
  readonly jsonSchema: { readonly [keyword: string]: Json };
  readonly validate: ValidateFunction;
}

export interface Entry {
  readonly name?: string;
  readonly schema: SchemaNode;
  readonly others?: Readonly<Record<string, SchemaNode>>;
  readonly valid?: readonly Json[];
  readonly invalid?: readonly Json[];
  readonly beyond?: readonly Json[];
  readonly code?: string;
  readonly wrong?: string;
  readonly oracle?: boolean;
}

const folder = new URL("./corpus/", import.meta.url);

export function readCorpus(): readonly CorpusCase[] {
  return readdirSync(folder)
    .sort()
    .flatMap((file) => {
      const entries = parse(readFileSync(new URL(file, folder), "utf8")) as Readonly<Record<string, Entry>>;
      return Object.entries(entries).map(([title, entry]) => caseOf(`${file.replace(/\.yaml$/, "")}: ${title}`, entry));
    });
}

function idOf(name: string): string {
  return name.includes("#") ? name : `case.yaml#/components/schemas/${name}`;
}

export function caseOf(title: string, entry: Entry): CorpusCase {
  const rootName = entry.name ?? "Root";
  const nodes = Object.entries({ Root: entry.schema, ...entry.others });
  const schemas = new Map(
    nodes.map(([name, node], index) => {
      const id = idOf(name);
      const location = { file: id.split("#", 1)[0] ?? "", line: index + 1, column: 1 };
      return [id, { id, name: id.split("/").at(-1) ?? "", node: withReferences(node, idOf), location }];
    }),
  );
  const keys = new Map([...schemas.keys()].map((id, index) => [id, `s${index}`]));
  const local = (name: string): string => `#/definitions/${keys.get(idOf(name))}`;
  const definitions = Object.fromEntries(nodes.map(([name, node]) => [keys.get(idOf(name)) ?? "", withReferences(node, local) as Json]));
  const jsonSchema = { $ref: local("Root"), definitions };
  const { valid = [], invalid = [], beyond = [], code = "", wrong = "", oracle = false } = entry;
  return {
    title,
    rootId: idOf("Root"),
    rootName,
    schemas,
    valid,
    invalid,
    beyond,
    code,
    wrong,
    oracle,
    jsonSchema,
    validate: compile(jsonSchema),
  };
}

function compile(schema: { readonly [keyword: string]: Json }): ValidateFunction {
  // Without `ownProperties` every object seems to have `constructor` and `__proto__`.
  const ajv = new Ajv({ strict: false, allErrors: true, ownProperties: true });
  formats.default(ajv);
  return ajv.compile(schema);
}

/** `$ref`s rewritten wherever they stand; the corpus has no property named `$ref`. */
function withReferences(node: SchemaNode, rewrite: (name: string) => string): SchemaNode {
  const walk = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, typeof entry === "string" && key === "$ref" ? rewrite(entry) : walk(entry)]),
    );
  };
  return walk(node) as SchemaNode;
}
