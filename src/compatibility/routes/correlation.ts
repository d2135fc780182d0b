/** The correlation id of a request and its answer: does whoever reads it find the one that was written? */
import { type Json, type Message, parseRuntimeExpression } from "#contract";
import { sentHeaders, sentPayload } from "./content.js";
import { type Delivery, requestOfEnd } from "./deliveries.js";
import { broken, type Places, unknown } from "./faults.js";
import type { Inclusions } from "./inclusion.js";
import type { Fault } from "./model.js";
import { absentSchema, leadsThroughLists, presentSchema } from "./written.js";

/**
 * The id stands in AMQP's own property, and where the sender's message has a place for it, there too. A reader whose message has a place
 * looks there first. Another place than the sender's must be empty.
 */
export function correlationFaults(delivery: Delivery, takenAs: Message, inclusions: Inclusions): Fault[] {
  const { sender, taker } = delivery;
  const isRequest = requestOfEnd(sender) !== undefined && taker.operation.action === "receive" && taker.operation.reply !== undefined;
  const isAnswer = sender.operation.action === "receive" && taker.operation.action === "send";
  const { correlationId: read } = takenAs;
  if ((!isRequest && !isAnswer) || read === undefined || read === sender.message.correlationId) return [];
  const places: Places = { producerAt: sender.message.location, consumerAt: takenAs.location };
  const held = whatStandsAt(read, sender, inclusions);
  if (held.standing === "nothing") return [];
  const whose = isRequest ? "request" : "answer";
  const written = sender.message.correlationId ?? "AMQP's own property";
  const reason = `The correlation id is read from ${read}, where the ${whose} may hold another than the one that is written to ${written}.`;
  if (held.standing === "unknown") return [unknown("correlation", places, `Whether the right id is found is not decided: ${held.reason}.`)];
  return [broken("correlation", places, reason, { witness: held.witness })];
}

/** What a message may hold where an expression leads: `nothing` for certain, `something` maybe. */
export type Standing =
  | { readonly standing: "nothing" }
  | { readonly standing: "something"; readonly surely: boolean; readonly witness: Json }
  | { readonly standing: "unknown"; readonly reason: string };

export function whatStandsAt(expression: string, sender: Delivery["sender"], inclusions: Inclusions): Standing {
  const parsed = parseRuntimeExpression(expression);
  if (parsed === undefined) return { standing: "nothing" };
  const { source, path } = parsed;
  if (path.length === 0 || leadsThroughLists(path)) return { standing: "unknown", reason: `what stands at ${expression} is not modelled` };
  const sent = source === "payload" ? sentPayload(sender) : sentHeaders(sender);
  const absent = inclusions.decide(sent, { node: absentSchema(path) });
  if (absent.verdict === "compatible") return { standing: "nothing" };
  if (absent.verdict === "unknown") return { standing: "unknown", reason: absent.reason };
  if (sent.schema === undefined && inclusions.decide(sent, { node: presentSchema(path) }).verdict !== "compatible")
    return { standing: "unknown", reason: "the message's document says nothing of its headers" };
  const surely = inclusions.decide(sent, { node: presentSchema(path) }).verdict === "compatible";
  return { standing: "something", surely, witness: absent.witness };
}
