/** A dead letter as the message that is published of it. */
import { copyFor, type Delivery, headerText, type OutgoingMessage, runtimeHeaders as ours, republishable } from "#messaging";
import { diedBefore, firstDeath, type Letter, letterOf } from "./letter.js";

/** What stands in for the body of a letter, with the content type and encoding that the contract gives it. */
export interface NewBody {
  readonly body: Buffer;
  readonly contentType: string;
  readonly contentEncoding?: string;
}

type Notes = Record<string, OutgoingMessage["headers"][string]>;

/**
 * The letter for `queue`, as if it had come there for the first time: no attempts, no failure. The sender's headers, the message
 * id, where it was first published to, and what it died of before it came to `queue` are kept, so that its handler sees them.
 */
export const replayOf = (delivery: Delivery, queue: string, repaired?: NewBody): OutgoingMessage => {
  const kept = new Set<string>([ours.originalExchange, ours.originalRoutingKey]);
  const ourNames = new Set<string>(Object.values(ours));
  const headers: Notes = Object.fromEntries(
    Object.entries(republishable(delivery.headers)).filter(([name]) => !ourNames.has(name) || kept.has(name)),
  );
  const { published } = letterOf(delivery);
  const died = diedBefore(delivery, queue);
  const attempts: Notes = published === undefined ? {} : { [ours.attemptsQueue]: queue };
  return withBody(copyFor(delivery, queue, { ...headers, ...attempts, ...past(published, died) }), repaired);
};

/** What outlives a move in our own words. */
const past = (published: Letter["published"], died: { readonly queue: string; readonly reason: string } | undefined): Notes => ({
  ...(published && {
    [ours.originalExchange]: headerText(published.exchange),
    [ours.originalRoutingKey]: headerText(published.routingKey),
  }),
  ...(died && { [ours.diedQueue]: headerText(died.queue), [ours.diedReason]: headerText(died.reason) }),
});

const withBody = (message: OutgoingMessage, repaired: NewBody | undefined): OutgoingMessage => {
  if (repaired === undefined) return message;
  const { contentEncoding: _, ...rest } = message;
  return { ...rest, ...repaired };
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
