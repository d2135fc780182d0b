/** Where the answer to a request goes: does the responder take the address, and does the answer come to who asked? */
import { type Answer, answerOf, fitsTemplate, type Hop, type Request, type Route } from "#contract";
import type { Conversations } from "./conversations.js";
import { whatStandsAt } from "./correlation.js";
import { type Delivery, requestOfEnd } from "./deliveries.js";
import { broken, type Places, unknown } from "./faults.js";
import type { Inclusions } from "./inclusion.js";
import type { Fault } from "./model.js";
import { isReplyTo } from "./written.js";

const part = "reply-address";

export function replyAddressFaults(delivery: Delivery, inclusions: Inclusions, conversations: Conversations): Fault[] {
  const { sender, taker } = delivery;
  const { operation: responder } = taker;
  if (sender.operation.action !== "send" || responder.action !== "receive" || responder.reply === undefined) return [];
  const places: Places = { producerAt: sender.operation.location, consumerAt: responder.reply.location };
  const request = requestOfEnd(sender);
  const answer = answerOf(responder);
  if (answer === undefined || answer.messages.length === 0 || isOpen(answer)) {
    return request === undefined ? [] : [unknown(part, places, "The consumer's document does not say enough for it to answer.")];
  }
  if (request === undefined && sender.operation.reply !== undefined)
    return [unknown(part, places, "No document says on which queue the answers are awaited.")];
  const target = targetOf(delivery, request, answer, places, inclusions);
  if (typeof target !== "string") return [target.fault];
  return request === undefined ? [] : wayBack(delivery, target, answer, request, places, conversations);
}

/** A parameter of the address that nothing gives a value: no answer is generated then. */
function isOpen({ fixed }: Answer): boolean {
  const { routingKey = "", parameters = [] } = fixed ?? {};
  return parameters.some(
    (parameter) => routingKey.includes(`{${parameter.name}}`) && parameter.default === undefined && parameter.expression === undefined,
  );
}

/** The routing key of the answer. */
function targetOf(
  { sender }: Delivery,
  request: Request | undefined,
  { fixed, named }: Answer,
  places: Places,
  inclusions: Inclusions,
): string | { readonly fault: Fault } {
  if (fixed !== undefined) return fixed.routingKey;
  const { location = "", defaultAddress, allowedAddresses = [] } = named ?? {};
  if (request?.address?.location === location) {
    const { value } = request.address;
    if (allowedAddresses.length === 0 || allowedAddresses.some((form) => fitsTemplate(value, form))) return value;
    const reason = `The request names the reply address "${value}", which has none of the forms that the consumer allows: ${allowedAddresses.join(", ")}.`;
    return { fault: broken(part, places, reason) };
  }
  const held = whatStandsAt(location, sender, inclusions);
  // A message that is no request may still be given AMQP's reply_to.
  const isClear = held.standing === "nothing" && (request !== undefined || !isReplyTo(location));
  if (isClear && defaultAddress !== undefined) return defaultAddress;
  const isSure = held.standing === "something" && held.surely;
  if (defaultAddress === undefined && !isSure && held.standing !== "unknown") {
    const reason = `The message may name no reply address at ${location}, where the consumer looks for it, and the consumer has no default: it is dead-lettered.`;
    return { fault: broken(part, places, reason) };
  }
  if (defaultAddress === undefined && held.standing === "unknown" && sender.message.headers === undefined) {
    const reason = `The message names no reply address at ${location}, where the consumer looks for it, and the consumer has no default: it is dead-lettered.`;
    return { fault: broken(part, places, reason) };
  }
  return { fault: unknown(part, places, `Which reply address the message names at ${location} is not in the documents.`) };
}

function wayBack(
  { sender, taker }: Delivery,
  routingKey: string,
  { exchange, messages }: Answer,
  request: Request,
  places: Places,
  conversations: Conversations,
): Fault[] {
  const ways = conversations
    .answers(taker.end, sender.end)
    .filter(({ hops: [first] }) => first?.kind === "reply" && first.routingKey === routingKey);
  const surely = new Set(ways.filter((way) => isCertain(way, routingKey)).flatMap(({ producer }) => producer.messages));
  if (messages.every(({ key }) => surely.has(key))) return [];
  const where = exchange.name === "" ? "the default exchange" : `exchange "${exchange.name}"`;
  const queue = request.channel.queue.name;
  const said = `Answers go to ${where} with routing key "${routingKey}"`;
  return ways.length > 0
    ? [unknown(part, places, `${said}, which leads to queue "${queue}", where they are awaited, only for some values.`)]
    : [broken(part, places, `${said}, which does not lead to queue "${queue}", where they are awaited.`)];
}

/** For every value of its parameters. That there are other addresses makes the way to this one no less certain. */
function isCertain({ hops, certainty }: Route, routingKey: string): boolean {
  const takes = (hop: Hop): boolean => (hop.kind !== "bind" && hop.kind !== "alternate") || hop.certainty === "always";
  return certainty === "always" || (!/[{}]/.test(routingKey.replaceAll("{instance}", "")) && hops.every(takes));
}
