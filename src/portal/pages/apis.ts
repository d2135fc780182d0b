import type { ApiOperation, SecurityScheme } from "../apis/model.js";
import { operationsOf, securitySchemesOf, serversOf, textAt } from "../apis/read.js";
import { apiSchemas } from "../apis/schemas.js";
import { code, listed } from "../content/inline.js";
import type { Block, Inline, Link, Page } from "../content/model.js";
import { fieldTree } from "../payload/fields.js";
import { childPointer } from "../payload/pointer.js";
import { isObject, keywordOf } from "../payload/shape.js";
import { firstLine } from "../phrases/first-line.js";
import type { HttpApi, System } from "../system/model.js";
import { groupOf } from "../system/survey.js";
import { type ApiView, operationBlocks } from "./parts/api-operation.js";
import { facts, prose, section, table } from "./parts/blocks.js";
import { fieldBlocks } from "./parts/payload.js";

/** A page for each OpenAPI document: its operations, what they take and answer, and each request as a command. */
export function* apiPages(system: System): Iterable<Page> {
  for (const api of system.apis) yield apiPage(system, api);
}

function apiPage(system: System, api: HttpApi): Page {
  const { places } = system;
  const { id, title, document } = api;
  const info = isObject(document.info) ? document.info : {};
  const description = textAt(info, "description");
  const operations = operationsOf(document);
  const view = viewOf(system, api);
  const parts = new Map(operations.map((operation) => [operation, view.partOf(operation.id)] as const));
  return {
    address: places.api(id).to,
    kind: "api",
    title,
    summary: firstLine(textAt(info, "summary") ?? description) || `The HTTP API of ${id}.`,
    trail: [places.group(groupOf(id))],
    names: [...new Set([id, ...operations.flatMap((operation) => [operation.path, titleOf(operation), operation.id])])],
    blocks: [
      ...prose(textAt(info, "summary")),
      ...prose(description),
      ...apiFacts(system, api, view),
      ...section("operations", "Operations", overview(view.page, parts)),
      ...operations.flatMap((operation) =>
        section(parts.get(operation) ?? "", titleOf(operation), operationBlocks(view, operation, parts.get(operation) ?? "")),
      ),
      ...section("security", "Who may call", securityBlocks(view.schemes)),
      ...section("schemas", "Schemas", schemaSections(view, document)),
    ],
  };
}

/** What all parts of the page look up. */
function viewOf({ places }: System, { id, document }: HttpApi): ApiView {
  const page = places.api(id).to;
  const named = Object.keys(componentSchemas(document));
  const taken = new Set(["content", "tools", "operations", "security", "schemas"]);
  const partOf = (name: string): string => {
    const wished = name.replace(/[^A-Za-z0-9_-]+/g, "-").slice(0, 60) || "part";
    let part = wished;
    for (let number = 2; taken.has(part); number++) part = `${wished}-${number}`;
    taken.add(part);
    return part;
  };
  const links = new Map(
    named.map((name): [string, Link] => [
      referenceTo(name),
      { kind: "link", to: page, part: partOf(`schema-${name}`), text: name, code: true },
    ]),
  );
  return {
    page,
    partOf,
    linkTo: (reference) => links.get(reference),
    servers: serversOf(document),
    schemes: securitySchemesOf(document),
    ...apiSchemas(document),
  };
}

const componentSchemas = (document: HttpApi["document"]): { readonly [name: string]: unknown } => {
  const schemas = keywordOf(document.components ?? {}, "schemas");
  return isObject(schemas) ? schemas : {};
};

const referenceTo = (name: string): string => `#${childPointer("/components/schemas", name)}`;

const titleOf = ({ method, path, webhook }: ApiOperation): string => (webhook ? `Webhook ${path}: ${method}` : `${method} ${path}`);

function apiFacts({ contracts, places }: System, { id, document }: HttpApi, { servers }: ApiView): readonly Block[] {
  const version = textAt(isObject(document.info) ? document.info : {}, "version");
  const isApplication = contracts.applications.some((application) => application.id === id);
  return facts([
    ["Version", version === undefined ? undefined : [version]],
    [
      "Servers",
      listed(
        servers.map(({ url, description }): readonly Inline[] => [code(url), ...(description === undefined ? [] : [`, ${description}`])]),
        "; ",
      ),
    ],
    ["Messages", isApplication ? ["what ", places.application(id), " sends and receives"] : undefined],
  ]);
}

const overview = (page: string, parts: ReadonlyMap<ApiOperation, string>): readonly Block[] =>
  table(
    "Operations",
    ["Operation", "What it does"],
    [...parts].map(([operation, part]) => [
      [{ kind: "link", to: page, part, text: titleOf(operation), code: true }],
      [operation.summary ?? firstLine(operation.description)],
    ]),
  );

const securityBlocks = (schemes: readonly SecurityScheme[]): readonly Block[] =>
  schemes.flatMap(({ name, type, description, key, scheme }) => [
    ...facts([
      [name, key === undefined ? [[type, scheme].filter((word) => word !== undefined).join(", ")] : [`${key.in} `, code(key.name)]],
    ]),
    ...prose(description),
  ]);

/** Schemas with names, each once; operations link to them. */
function schemaSections(view: ApiView, document: HttpApi["document"]): readonly Block[] {
  return Object.keys(componentSchemas(document)).flatMap((name) => {
    const reference = referenceTo(name);
    const prefix = view.linkTo(reference)?.part ?? "schema";
    view.nodeOf({ $ref: reference });
    const node = view.schemas.get(reference)?.node ?? true;
    return section(prefix, name, fieldBlocks(fieldTree(node, name, { ...view, prefix, whole: false })));
  });
}
