/** Whether an answer can carry the correlation id of its request: the runtime writes it into its place, and then validates the answer. */
import { answerOf, type Json, type Message, parseRuntimeExpression, type SchemaNode } from "#contract";
import { isList, isObject, own } from "../schema/json.js";
import { sentHeaders, sentPayload } from "./content.js";
import { type Delivery, requestOfEnd } from "./deliveries.js";
import { broken, type Places, unknown } from "./faults.js";
import type { Inclusions, Sent } from "./inclusion.js";
import type { Fault } from "./model.js";

/** Ids as the runtime makes them, where the request's document has no place for one. */
const madeIds: SchemaNode = { type: "string", format: "uuid" };

export function answerableFaults({ sender, taker }: Delivery, inclusions: Inclusions): Fault[] {
  const { operation } = taker;
  if (operation.action !== "receive" || requestOfEnd(sender) === undefined) return [];
  return (answerOf(operation)?.messages ?? []).flatMap((answer) => {
    const acceptable = schemaAt(answer, inclusions);
    if (acceptable === undefined || acceptable === true) return [];
    const places: Places = { producerAt: sender.message.location, consumerAt: answer.location };
    return idFaults(sender, answer, acceptable, places, inclusions);
  });
}

function idFaults(sender: Delivery["sender"], answer: Message, acceptable: SchemaNode, places: Places, inclusions: Inclusions): Fault[] {
  const ids = schemaAt(sender.message, inclusions) ?? madeIds;
  const texts = inclusions.decide(only([ids, { type: "string", minLength: 1 }], inclusions), { node: acceptable });
  const undecided = `Whether the answer ${answer.key} can carry every correlation id of the request is not decided.`;
  if (texts.verdict === "unknown") return [unknown("correlation", places, undecided)];
  if (texts.verdict === "incompatible") {
    const witness = requestWith(texts.witness, sender, inclusions);
    if (witness === undefined) return [unknown("correlation", places, undecided)];
    const reason = `The answer ${answer.key} cannot carry the correlation id ${JSON.stringify(texts.witness)} that the request may have: its schema refuses it.`;
    return [broken("correlation", places, reason, { ...(witness === madeWitness ? {} : { witness }), keyword: texts.keyword })];
  }
  // Any other value is carried as its text, unless the handler writes it.
  const isCarried = [[ids, { not: { type: ["string", "null"] } }], [{ type: "string", minLength: 1 }]].some(
    (parts) => inclusions.decide(only(parts, inclusions), { node: acceptable }).verdict === "compatible",
  );
  return isCarried ? [] : [unknown("correlation", places, undecided)];
}

const madeWitness = Symbol("an id of the runtime's own");

/** A request with this id: shows that there is one. Undefined: not for certain. */
function requestWith(id: Json, sender: Delivery["sender"], inclusions: Inclusions): Json | typeof madeWitness | undefined {
  const place = placeIn(sender.message);
  if (place === undefined) return madeWitness;
  const sent = place.source === "payload" ? sentPayload(sender) : sentHeaders(sender);
  const held = { ...place, value: { const: id } };
  const verdict = inclusions.decide({ ...sent, written: [...sent.written, held] }, { node: false });
  return verdict.verdict === "incompatible" ? verdict.witness : undefined;
}

const only = (parts: readonly SchemaNode[], inclusions: Inclusions): Sent => ({ schema: inclusions.named({ allOf: parts }), written: [] });

function placeIn({ correlationId }: Message) {
  const parsed = correlationId === undefined ? undefined : parseRuntimeExpression(correlationId);
  return parsed === undefined || parsed.path.length === 0 ? undefined : parsed;
}

/** What a message's schemas say of the value in the place of its correlation id, or less; undefined where it has no place. */
function schemaAt(message: Message, inclusions: Inclusions): SchemaNode | undefined {
  const place = placeIn(message);
  if (place === undefined) return undefined;
  const id = place.source === "payload" ? message.payload : message.headers;
  return id === undefined ? true : valueSchema({ $ref: id }, place.path, inclusions, []);
}

function valueSchema(node: Json | undefined, path: readonly string[], inclusions: Inclusions, passed: readonly string[]): SchemaNode {
  if (typeof node === "boolean") return node;
  if (!isObject(node)) return true;
  const target = own(node, "$ref");
  const [step, ...rest] = path;
  if (step === undefined) return node;
  if (typeof target === "string") {
    return passed.includes(target) ? true : valueSchema(inclusions.schema(target)?.node, path, inclusions, [...passed, target]);
  }
  const within = (part: Json | undefined): SchemaNode => valueSchema(part, path, inclusions, passed);
  const properties = own(node, "properties");
  const found = isObject(properties) ? own(properties, step) : undefined;
  const parts = [
    ...(found === undefined ? [] : [valueSchema(found, rest, inclusions, [])]),
    ...["allOf"].flatMap((keyword) => listAt(node, keyword).map(within)),
    ...["anyOf", "oneOf"].flatMap((keyword) => (listAt(node, keyword).length === 0 ? [] : [{ anyOf: listAt(node, keyword).map(within) }])),
  ].filter((part) => part !== true);
  return parts.length === 0 ? true : { allOf: parts };
}

function listAt(node: { readonly [key: string]: Json }, keyword: string): readonly Json[] {
  const value = own(node, keyword);
  return isList(value) ? value : [];
}
