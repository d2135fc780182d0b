/** A dead letter as the message that is published of it. */
import { copyFor, type Delivery, headerText, type OutgoingMessage, runtimeHeaders as ours, republishable } from "#messaging";
import { diedBefore, firstDeath, type Letter, letterOf } from "./letter.js";
import { type Repair, repaired } from "./repair.js";

/** Content type and encoding that the contract gives a new body. */
export interface BodyForm {
  readonly contentType: string;
  readonly contentEncoding?: string;
}

type Notes = Record<string, OutgoingMessage["headers"][string]>;

/**
 * The letter for `queue`, as if it had come there for the first time: no attempts, no failure. The sender's headers, the message
 * id, where it was first published to, and what it died of before it came to `queue` are kept, so that its handler sees them.
 */
export const replayOf = (delivery: Delivery, queue: string, repair: Repair = {}, form?: BodyForm): OutgoingMessage => {
  const kept = new Set<string>([ours.originalExchange, ours.originalRoutingKey]);
  const ourNames = new Set<string>(Object.values(ours));
  const headers: Notes = Object.fromEntries(
    Object.entries(republishable(repaired(delivery, repair).headers)).filter(([name]) => !ourNames.has(name) || kept.has(name)),
  );
  const { published } = letterOf(delivery);
  const died = diedBefore(delivery, queue);
  const attempts: Notes = published === undefined ? {} : { [ours.attemptsQueue]: queue };
  const message = copyFor(delivery, queue, { ...headers, ...attempts, ...past(published, died) });
  return withBody(withType(message, repair.type), repair.body, form);
};

/** What outlives a move in our own words. */
const past = (published: Letter["published"], died: { readonly queue: string; readonly reason: string } | undefined): Notes => ({
  ...(published && {
    [ours.originalExchange]: headerText(published.exchange),
    [ours.originalRoutingKey]: headerText(published.routingKey),
  }),
  ...(died && { [ours.diedQueue]: headerText(died.queue), [ours.diedReason]: headerText(died.reason) }),
});

const withType = (message: OutgoingMessage, type: string | undefined): OutgoingMessage => {
  if (type === undefined) return message;
  const { type: _, ...rest } = message;
  return type === "" ? rest : { ...rest, type };
};

const withBody = (message: OutgoingMessage, body: Buffer | undefined, form: BodyForm | undefined): OutgoingMessage => {
  if (body === undefined) return message;
  const { contentType: _, contentEncoding: __, ...rest } = message;
  return { ...rest, ...form, body };
};

/** The letter for the end of the queue that it is in. The broker's notes cannot be published again; what they told stays in ours. */
export const renewalOf = (delivery: Delivery): OutgoingMessage => {
  const { published, origin } = letterOf(delivery);
  const died = firstDeath(delivery) ?? (origin === undefined ? undefined : { queue: origin, reason: "rejected" });
  return copyFor(delivery, delivery.queue, { ...republishable(delivery.headers), ...past(published, died) });
};

const mostReturns = 20;

/**
 * True once a message has gone back to a quorum queue so often that it must not go back much more: past its delivery limit (20 on
 * RabbitMQ 4 where nothing says otherwise) the broker drops it.
 */
export const isWorn = (delivery: Delivery, deliveryLimit: number | undefined): boolean => {
  const returns = delivery.headers["x-delivery-count"];
  return typeof returns === "number" && returns >= Math.max(1, Math.floor((deliveryLimit ?? mostReturns) / 2));
};
