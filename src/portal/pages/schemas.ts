import type { Schema } from "#contract";
import { badge, code, listed } from "../content/inline.js";
import type { Block, Inline, Link, Page } from "../content/model.js";
import { schemaExamples } from "../payload/examples.js";
import { fieldTree } from "../payload/fields.js";
import { withNames } from "../payload/references.js";
import type { Schemas } from "../payload/shape.js";
import { type SchemaUses, schemaUses } from "../payload/uses.js";
import { firstLine } from "../phrases/first-line.js";
import type { System } from "../system/model.js";
import { groupOf } from "../system/survey.js";
import { facts, section } from "./parts/blocks.js";
import { fieldBlocks, valueListing } from "./parts/payload.js";

/** A page for each schema with a name; one that is written within a message is told there. */
export function* schemaPages(system: System): Iterable<Page> {
  const uses = schemaUses(system);
  const groups = new Set(system.groups.map(({ name }) => name));
  for (const schema of system.contracts.schemas.values()) {
    if (system.places.schema(schema.id).part === undefined) yield schemaPage(system, schema, uses, groups);
  }
}

function schemaPage(system: System, schema: Schema, uses: SchemaUses, groups: ReadonlySet<string>): Page {
  const { places, contracts } = system;
  const { id, name, node, location } = schema;
  const { to } = places.schema(id);
  const linkTo = (each: string): Link => places.schema(each);
  const tree = fieldTree(node, name, { schemas: contracts.schemas, linkTo, page: to, prefix: "fields", whole: false });
  const group = groupOf(location.file);
  return {
    address: to,
    kind: "schema",
    title: name,
    summary: firstLine(tree.description) || `The schema ${name}, of ${location.file}.`,
    trail: groups.has(group) ? [places.group(group)] : [],
    blocks: [
      ...section("fields", "What it allows", fieldBlocks(tree)),
      ...section("examples", "Examples", exampleBlocks(schema, contracts.schemas)),
      ...section("uses", "Where it is used", useBlocks(system, id, uses)),
      ...section("schema", "As JSON Schema", [valueListing("Its references are names here", withNames(node, contracts.schemas))]),
      { kind: "paragraph", text: ["Written in ", code(`${location.file}:${location.line}`), "."] },
    ],
  };
}

function exampleBlocks({ id }: Schema, schemas: Schemas): readonly Block[] {
  const examples = schemaExamples({ $ref: id }, schemas);
  if (examples.length === 0)
    return [{ kind: "paragraph", text: [badge("doubtful", "none"), " No value was found that satisfies the schema."] }];
  return examples.flatMap(({ name, payload }) => (payload === undefined ? [] : [valueListing(name ?? "Made from the schema", payload)]));
}

const usesAtMost = 100;

function useBlocks({ places }: System, id: string, uses: SchemaUses): readonly Block[] {
  const some = (links: readonly Inline[]): readonly Inline[] => [
    ...listed(links.slice(0, usesAtMost)),
    ...(links.length > usesAtMost ? [` and ${links.length - usesAtMost} more`] : []),
  ];
  return facts([
    ["Schemas", some(uses.schemas(id).map((each) => places.schema(each)))],
    ["Messages", some(uses.messages(id).map((message) => places.message(message)))],
  ]);
}
