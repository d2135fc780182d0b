/** One operation of an HTTP API: what it takes, what it answers, and the request as a command. */
import type { Json, SchemaNode } from "#contract";
import { curlCommand, isJson } from "../../apis/curl.js";
import type { ApiContent, ApiOperation, ApiParameter, ApiResponse, ApiServer, SecurityScheme } from "../../apis/model.js";
import type { ApiSchemas } from "../../apis/schemas.js";
import { code, listed } from "../../content/inline.js";
import type { Address, Block, Field, Inline, Link, Table } from "../../content/model.js";
import { exampleFor } from "../../payload/examples.js";
import { fieldTree } from "../../payload/fields.js";
import { referenceOf } from "../../payload/shape.js";
import { facts, prose, section, table } from "./blocks.js";
import { fieldBlocks, valueListing } from "./payload.js";

/** What the operations of one page share. */
export interface ApiView extends ApiSchemas {
  readonly page: Address;
  readonly servers: readonly ApiServer[];
  readonly schemes: readonly SecurityScheme[];
  /** An id on the page that nothing else has. */
  partOf(name: string): string;
  /** Where a schema with a name is told. */
  linkTo(reference: string): Link | undefined;
}

export function operationBlocks(view: ApiView, operation: ApiOperation, part: string): readonly Block[] {
  const { id, summary, description, deprecated, tags, security, callbacks, parameters } = operation;
  return [
    ...(deprecated ? [{ kind: "note", tone: "doubtful", text: ["Deprecated."] } as const] : []),
    ...prose(summary),
    ...prose(description),
    ...facts([
      ["Operation", [code(id)]],
      ["Tags", listed(tags)],
      ["Who may call", securityPhrase(security)],
      ["Callbacks", listed(callbacks.map(code))],
    ]),
    ...section(view.partOf(`${part}-parameters`), "Parameters", parameterBlocks(view, parameters, part)),
    ...bodyBlocks(view, operation, part),
    ...(operation.webhook ? [] : [{ kind: "listing", language: "sh", caption: "As a command", text: commandOf(view, operation) } as const]),
    ...section(view.partOf(`${part}-answers`), "Answers", answerBlocks(view, operation, part)),
  ];
}

const securityPhrase = (security: ApiOperation["security"]): readonly Inline[] =>
  listed(
    security.map((names) => (names.length === 0 ? ["everybody"] : listed(names.map(code), " and "))),
    " or ",
  );

const parameterBlocks = (view: ApiView, parameters: readonly ApiParameter[], part: string): readonly Block[] =>
  parameters.length === 0 ? [] : [{ kind: "fields", fields: parameters.map((parameter) => parameterField(view, parameter, part)) }];

function parameterField(
  view: ApiView,
  { name, in: place, required, deprecated, description, schema, example }: ApiParameter,
  part: string,
): Field {
  const prefix = view.partOf(`${part}-${name}`);
  const tree = fieldTree(view.nodeOf(schema), name, { ...view, prefix, whole: false });
  const shown: readonly Inline[] = example === undefined ? [] : ["for example ", code(JSON.stringify(example))];
  return {
    ...tree,
    id: prefix,
    required,
    deprecated: deprecated || tree.deprecated,
    constraints: [[`in the ${place}`], ...tree.constraints, ...(shown.length === 0 ? [] : [shown])],
    ...(description === undefined ? {} : { description }),
  };
}

function bodyBlocks(view: ApiView, { body }: ApiOperation, part: string): readonly Block[] {
  if (body === undefined) return [];
  const contents = body.contents.flatMap(({ type, schema }, at): readonly Block[] => {
    const tree = fieldTree(view.nodeOf(schema), "body", {
      ...view,
      prefix: view.partOf(`${part}-body${at === 0 ? "" : at + 1}`),
      whole: false,
    });
    return [{ kind: "paragraph", text: [code(type), body.required ? ", required" : ", may be left out"] }, ...fieldBlocks(tree)];
  });
  const examples = body.contents.filter(({ type }) => isJson(type)).flatMap((content) => contentExamples(view, content));
  return section(view.partOf(`${part}-request`), "Body", [...prose(body.description), ...contents, ...examples]);
}

/** Written ones, else one that is made from the schema. */
function contentExamples(view: ApiView, content: ApiContent): readonly Block[] {
  if (content.examples.length > 0) return content.examples.map(({ name, value }) => valueListing(name ?? "Example", value));
  const made = madeExample(view, view.nodeOf(content.schema));
  return made === undefined ? [] : [valueListing("Made from the schema", made)];
}

const madeExample = ({ schemas }: ApiView, node: SchemaNode): Json | undefined => exampleFor(node, schemas);

function commandOf(view: ApiView, operation: ApiOperation): string {
  const [content] = operation.body?.contents ?? [];
  const value = content === undefined ? undefined : (content.examples[0]?.value ?? madeExample(view, view.nodeOf(content.schema)));
  const names = new Set(operation.security[0] ?? []);
  return curlCommand({
    server: view.servers[0]?.url ?? "http://localhost",
    operation,
    sampleOf: ({ schema, example, name }) => example ?? madeExample(view, view.nodeOf(schema)) ?? name,
    ...(content === undefined || value === undefined ? {} : { body: { type: content.type, value } }),
    schemes: view.schemes.filter((scheme) => names.has(scheme.name)),
  });
}

function answerBlocks(view: ApiView, { responses }: ApiOperation, part: string): readonly Block[] {
  return [
    ...table("Answers", ["Status", "Meaning", "Content"], answerRows(view, responses)),
    ...responses.flatMap((response) => [...headerBlocks(view, response, part), ...inlineContents(view, response, part)]),
    ...responses
      .filter(({ status }) => status.startsWith("2"))
      .slice(0, 1)
      .flatMap((response) => goodExample(view, response)),
  ];
}

/** Statuses that mean the same are told together. */
function answerRows(view: ApiView, responses: readonly ApiResponse[]): Table["rows"] {
  const alike = new Map<string, { readonly statuses: string[]; readonly rest: Table["rows"][number] }>();
  for (const response of responses) {
    const rest = [[response.description], contentPhrase(view, response)];
    const known = alike.get(JSON.stringify(rest));
    if (known === undefined) alike.set(JSON.stringify(rest), { statuses: [response.status], rest });
    else known.statuses.push(response.status);
  }
  return [...alike.values()].map(({ statuses, rest }) => [listed(statuses.map(code)), ...rest]);
}

const contentPhrase = (view: ApiView, { contents }: ApiResponse): readonly Inline[] =>
  listed(
    contents.map(({ type, schema }): readonly Inline[] => {
      const link = linkOf(view, schema);
      return [code(type), ...(link === undefined ? [] : [": ", link])];
    }),
    " or ",
  );

function linkOf(view: ApiView, schema: Json | undefined): Link | undefined {
  const reference = referenceOf(view.nodeOf(schema));
  return reference === undefined ? undefined : view.linkTo(reference);
}

/** Schemas that are written within an answer. */
const inlineContents = (view: ApiView, { status, contents }: ApiResponse, part: string): readonly Block[] =>
  contents
    .filter(({ schema }) => schema !== undefined && linkOf(view, schema) === undefined)
    .flatMap(({ type, schema }): readonly Block[] => [
      { kind: "paragraph", text: [code(status), " with ", code(type), ":"] },
      ...fieldBlocks(fieldTree(view.nodeOf(schema), "content", { ...view, prefix: view.partOf(`${part}-${status}`), whole: false })),
    ]);

const headerBlocks = (view: ApiView, { status, headers }: ApiResponse, part: string): readonly Block[] =>
  headers.length === 0
    ? []
    : [
        { kind: "paragraph", text: ["Headers of ", code(status), ":"] },
        { kind: "fields", fields: headers.map((header) => parameterField(view, header, `${part}-${status}`)) },
      ];

function goodExample(view: ApiView, { status, contents }: ApiResponse): readonly Block[] {
  const content = contents.find(({ type }) => isJson(type));
  const written = content?.examples[0]?.value;
  const value = written ?? (content?.schema === undefined ? undefined : madeExample(view, view.nodeOf(content.schema)));
  if (value === undefined) return [];
  return [valueListing(`${status}${written === undefined ? ", made from the schema" : ""}`, value)];
}
