/** Payload and headers: is all that is sent what the consumer's schemas take? */
import type { Json, Message, SchemaNode } from "#contract";
import { isList, isObject, own } from "../schema/json.js";
import type { Delivery } from "./deliveries.js";
import { broken, faultOf, type Places, unknown } from "./faults.js";
import type { Inclusions, Sent } from "./inclusion.js";
import type { Fault } from "./model.js";
import { givenOn, type WrittenPlace, writtenBy } from "./written.js";

export function payloadFaults({ sender, taker, routes }: Delivery, takenAs: Message, inclusions: Inclusions): Fault[] {
  const given = givenOn(routes, "payload");
  const verdict = inclusions.decide({ ...sentPayload(sender), ...(given === undefined ? {} : { given }) }, { id: takenAs.payload });
  if (verdict.verdict === "compatible") return [];
  const producerAt = inclusions.schema(sender.message.payload)?.location ?? sender.message.location;
  const consumerAt = inclusions.schema(takenAs.payload)?.location ?? taker.operation.location;
  return [faultOf("payload", "the payload", verdict, { producerAt, consumerAt }, inclusions)];
}

export function sentPayload(sender: Delivery["sender"]): Sent {
  return { schema: sender.message.payload, written: writtenBy(sender).filter(({ source }) => source === "payload") };
}

export function sentHeaders(sender: Delivery["sender"]): Sent {
  return { schema: sender.message.headers, written: writtenBy(sender).filter(({ source }) => source === "header"), isObject: true };
}

/** A consumer's headers schema sees what the sender wrote; or all headers, if that does not satisfy it. */
export function headersFaults({ sender, taker }: Delivery, takenAs: Message, inclusions: Inclusions): Fault[] {
  const id = takenAs.headers;
  if (id === undefined) return [];
  const { headers } = sender.message;
  const producerAt = (headers === undefined ? undefined : inclusions.schema(headers)?.location) ?? sender.message.location;
  const places: Places = { producerAt, consumerAt: inclusions.schema(id)?.location ?? taker.operation.location };
  const sent = sentHeaders(sender);
  return headers === undefined ? undeclared(sent, id, places, inclusions) : declared(sent, id, places, inclusions);
}

function declared(sent: Sent, id: string, places: Places, inclusions: Inclusions): Fault[] {
  const verdict = inclusions.decide(sent, { id });
  if (verdict.verdict === "unknown") return [faultOf("headers", "the headers", verdict, places, inclusions)];
  if (verdict.verdict === "incompatible" && isRefused(verdict.witness, id, inclusions))
    return [faultOf("headers", "the headers", verdict, places, inclusions)];
  const isSettled = verdict.verdict === "compatible" && (outlivesLoss(id, inclusions) || sendsNone(sent, inclusions));
  return isSettled ? [] : [unknown("headers", places, "The consumer's schema may speak of headers that the runtime or the broker writes.")];
}

/** Nothing is said of the sender's headers: there may be none, and there may be any. */
function undeclared(sent: Sent, id: string, places: Places, inclusions: Inclusions): Fault[] {
  const fewest = sent.written.reduce<Json>((headers, place) => withText(headers, place), {});
  if (isRefused(fewest, id, inclusions)) {
    const rule = inclusions.validator(id).faultIn(fewest);
    const reason = "The consumer asks for headers, and the message declares none.";
    return [broken("headers", places, reason, { witness: fewest, side: "consumer", ...rule })];
  }
  if (inclusions.decide(sent, { id }).verdict === "compatible" && outlivesLoss(id, inclusions)) return [];
  return [unknown("headers", places, "The consumer's schema limits headers of which the message's document says nothing.")];
}

function withText(headers: Json, { path }: Pick<WrittenPlace, "path">): Json {
  const [step, ...rest] = path;
  if (step === undefined) return "4b1f5f54-5a3e-4f0e-9f06-8f1f7d6f3a52";
  const object = isObject(headers) ? headers : {};
  return { ...object, [step]: withText(own(object, step) ?? {}, { path: rest }) };
}

/** Headers that the broker writes, or our runtime: a consumer is shown a message without them first. */
const takenOff =
  /^(?:x-death|x-(?:first|last)-death-(?:queue|reason|exchange)|x-delivery-count|x-acquired-count|x-opt-.*|CC|BCC|x-attempts(?:-queue)?|x-original-(?:exchange|routing-key)|x-died-(?:queue|reason)|x-failure-(?:code|reason|queue|operation|at)|traceparent|tracestate)$/;

export const isTakenOff = (name: string): boolean => takenOff.test(name);

const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

/** Whether the runtime refuses these headers, in both of the ways in which it looks at them. */
function isRefused(headers: Json, id: string, inclusions: Inclusions): boolean {
  if (!isObject(headers) || Object.hasOwn(headers, "CC") || Object.hasOwn(headers, "BCC")) return false;
  const { faultIn } = inclusions.validator(id);
  const sender = Object.fromEntries(Object.entries(headers).filter(([name]) => !isTakenOff(name)));
  return faultIn(sender) !== undefined && faultIn({ traceparent, ...headers }) !== undefined;
}

function sendsNone(sent: Sent, inclusions: Inclusions): boolean {
  const node: SchemaNode = { propertyNames: { not: { pattern: takenOff.source } } };
  return inclusions.decide(sent, { node }).verdict === "compatible";
}

/** Keywords that stay satisfied when properties are taken away. */
const keptWithLess = new Set(
  "type properties patternProperties additionalProperties propertyNames maxProperties title description default examples deprecated format readOnly writeOnly $comment".split(
    " ",
  ),
);

/** Whether headers that satisfy a schema do so without what the runtime takes off. */
function outlivesLoss(id: string, inclusions: Inclusions, seen = new Set<string>()): boolean {
  if (seen.has(id)) return true;
  seen.add(id);
  const visit = (node: Json | undefined): boolean => {
    if (typeof node === "boolean") return true;
    if (!isObject(node)) return false;
    if (typeof node.$ref === "string") return outlivesLoss(node.$ref, inclusions, seen);
    return Object.entries(node).every(([keyword, value]) => {
      if (keyword === "required") return isList(value) && value.every((name) => typeof name === "string" && !isTakenOff(name));
      if (keyword === "allOf" || keyword === "anyOf") return isList(value) && value.every(visit);
      return keptWithLess.has(keyword) || keyword.startsWith("x-");
    });
  };
  return visit(inclusions.schema(id)?.node);
}
