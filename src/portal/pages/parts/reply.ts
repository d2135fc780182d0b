/** A request and its answers, from either side. */
import { type Answer, answerOf, type Message, type Operation, type Request, requestOf } from "#contract";
import { code, listed } from "../../content/inline.js";
import type { Block, Inline } from "../../content/model.js";
import { durationPhrase } from "../../phrases/duration.js";
import { expressionPhrase } from "../../phrases/expression.js";
import { exchangePhrase } from "../../phrases/way.js";
import type { System } from "../../system/model.js";
import { facts, section } from "./blocks.js";
import { deliveriesFrom, deliveriesTo } from "./deliveries.js";
import { deliveryModePhrase, messageLinks } from "./operation-facts.js";

export function replyBlocks(system: System, application: string, operation: Operation): readonly Block[] {
  const end = { application, operation: operation.key };
  if (operation.action === "send") {
    const request = requestOf(operation);
    return request === undefined
      ? []
      : section("reply", "The answer", [
          ...requestFacts(system, operation, request),
          ...deliveriesTo(system, end, request.channel.queue.name),
        ]);
  }
  const answer = answerOf(operation);
  return answer === undefined
    ? []
    : section("reply", "The answer", [...answerFacts(system, operation, answer), ...deliveriesFrom(system, end)]);
}

function requestFacts(
  { places }: System,
  { messages: asked }: Operation,
  { channel, address, messages, limits }: Request,
): readonly Block[] {
  return facts([
    ["Messages", messageLinks(places, messages)],
    ["Comes to", ["queue ", places.queue(channel.queue.name)]],
    [
      "Address",
      address === undefined
        ? ["the one who answers knows it"]
        : [code(address.value), ", named by the request in ", ...expressionPhrase(address.location)],
    ],
    ["Correlation", correlation(asked, messages)],
    ["Time limit", [`${durationPhrase(limits.timeoutMs)} from the call to the answer`]],
    ["Under way", [`${limits.maxInFlight} requests at a time; ${limits.maxWaiting} more wait their turn`]],
  ]);
}

function answerFacts(
  { places }: System,
  { messages: asked }: Operation,
  { exchange, fixed, named, deliveryMode, messages }: Answer,
): readonly Block[] {
  return facts([
    ["Messages", messageLinks(places, messages)],
    ["Exchange", [exchangePhrase(places, exchange.name)]],
    ["Routing key", fixed === undefined ? undefined : [code(fixed.routingKey)]],
    ["Address", named === undefined ? undefined : ["the one that the request names in ", ...expressionPhrase(named.location)]],
    ["Without an address", named?.defaultAddress === undefined ? undefined : ["to ", code(named.defaultAddress)]],
    ["Allowed addresses", listed((named?.allowedAddresses ?? []).map(code))],
    ["Correlation", correlation(asked, messages)],
    ["Delivery mode", [deliveryModePhrase(deliveryMode)]],
  ]);
}

/** Where the value stands by which an answer is known: in the request, and in the answer. */
function correlation(asked: readonly Message[], answered: readonly Message[]): readonly Inline[] {
  const places = (messages: readonly Message[]): readonly Inline[] =>
    listed(
      [...new Set(messages.map(({ correlationId }) => correlationId))].map((where) =>
        where === undefined ? ["the AMQP correlation id"] : expressionPhrase(where),
      ),
      " or ",
    );
  return [...places(asked), " of the request, ", ...places(answered), " of the answer"];
}
