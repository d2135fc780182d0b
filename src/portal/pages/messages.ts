import { amqpTypeOf, type Fill, type Message } from "#contract";
import { code, listed } from "../content/inline.js";
import type { Block, Field, Inline, Link, Listing, Page } from "../content/model.js";
import { messageFlow } from "../flow/flows.js";
import { type MessageExample, messageExamples } from "../payload/examples.js";
import { fieldTree } from "../payload/fields.js";
import { expressionPhrase } from "../phrases/expression.js";
import type { MessageDefinition, System } from "../system/model.js";
import { facts, prose, section } from "./parts/blocks.js";
import { wayTable } from "./parts/message-ways.js";
import { fieldBlocks, valueListing } from "./parts/payload.js";
import { isDrawn } from "./parts/pictures.js";

/** A page for each message: who sends and takes it, how it goes over the wire, its fields, and examples to copy. */
export function* messagePages(system: System): Iterable<Page> {
  const groups = new Set(system.groups.map(({ name }) => name));
  for (const definition of system.messages) yield messagePage(system, definition, groups.has(definition.group));
}

function messagePage(system: System, definition: MessageDefinition, hasGroup: boolean): Page {
  const { message, group } = definition;
  const { places } = system;
  const { name, key, title, summary, description, location } = message;
  return {
    address: places.message(message).to,
    kind: "message",
    title: name,
    summary: summary ?? title ?? `What is sent as ${name}.`,
    trail: hasGroup ? [places.group(group)] : [],
    names: [...new Set([key, amqpTypeOf(message), ...(title === undefined ? [] : [title])])].filter((each) => each !== name),
    blocks: [
      ...prose(summary ?? title),
      ...prose(description),
      ...wireFacts(message),
      ...section("ways", "Who sends it, who takes it", [
        ...wayTable(system, definition),
        ...(isDrawn(system) ? [messageFlow(system, definition)] : []),
      ]),
      ...section("payload", "Payload", fieldBlocks(treeOf(system, message, message.payload, "payload"))),
      ...(message.headers === undefined
        ? []
        : section("headers", "Headers", fieldBlocks(treeOf(system, message, message.headers, "headers")))),
      ...section("examples", "Examples", exampleBlocks(system, message)),
      { kind: "paragraph", text: ["Written in ", code(`${location.file}:${location.line}`), "."] },
    ],
  };
}

/** One that is written within the message has no other page to link to. */
function treeOf({ contracts: { schemas }, places }: System, message: Message, id: string, prefix: string): Field {
  const linkTo = (each: string): Link => places.schema(each);
  const node = linkTo(id).part === undefined ? { $ref: id } : (schemas.get(id)?.node ?? true);
  return fieldTree(node, prefix, { schemas, linkTo, page: places.message(message).to, prefix, whole: true });
}

function wireFacts(message: Message): readonly Block[] {
  const { name, title, summary, contentType, contentEncoding, correlationId, fill } = message;
  return facts([
    // Without a summary it stands above.
    ["Title", summary === undefined || title === undefined || title === name ? undefined : [title]],
    ["AMQP type", [code(amqpTypeOf(message))]],
    ["Content type", [code(contentType)]],
    ["Content encoding", contentEncoding === undefined ? undefined : [code(contentEncoding)]],
    ["Correlation id", correlationId === undefined ? undefined : expressionPhrase(correlationId)],
    ["Filled in where left out", filled(fill ?? {})],
  ]);
}

const filled = (fill: NonNullable<Message["fill"]>): readonly Inline[] =>
  listed(Object.entries(fill).map(([property, value]) => [code(property), " with ", ...fillPhrase(value)]));

const fillPhrase = (fill: Fill): readonly Inline[] => ("now" in fill ? ["the time of sending"] : [code(JSON.stringify(fill.value))]);

function exampleBlocks(system: System, message: Message): readonly Block[] {
  const examples = messageExamples(system, message);
  const invalid = message.examples.length - examples.filter(({ written }) => written).length;
  return [
    ...(invalid === 0
      ? []
      : [
          {
            kind: "note",
            tone: "doubtful",
            text: [
              `${invalid} in the document ${invalid === 1 ? "breaks" : "break"} the schema and ${invalid === 1 ? "is" : "are"} left out.`,
            ],
          } as const,
        ]),
    ...examples.flatMap(exampleListings),
    ...(examples.some(({ payload }) => payload !== undefined)
      ? []
      : [{ kind: "note", tone: "doubtful", text: ["No payload was found that satisfies the schema."] } as const]),
  ];
}

function exampleListings({ name, written, payload, headers }: MessageExample): readonly Listing[] {
  const called = written ? (name ?? "Example") : name === undefined ? "Made from the schema" : `${name}, made from the schema`;
  return [
    ...(payload === undefined ? [] : [valueListing(called, payload)]),
    ...(headers === undefined ? [] : [valueListing(`${called}: headers`, headers)]),
  ];
}
