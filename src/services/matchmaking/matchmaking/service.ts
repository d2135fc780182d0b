import { randomUUID } from "node:crypto";
import type { MatchmakingPublisher, Notification } from "#generated/matchmaking/matchmaking/index.js";
import type { Decision, OfferStore, TradeOffer } from "./store.js";

/** What a user fills in to offer a trade. */
export type NewOffer = Pick<TradeOffer, "to_user_id" | "offered_item_id" | "wanted_item_id">;

/** Why an offer was left as it was. */
export type Refusal = "unknown" | "not_yours" | "decided";

/** Who may decide so, and what the other side reads. */
const rules = {
  accepted: { by: "to_user_id", title: "Trade Offer Accepted!", body: "Your trade offer has been accepted." },
  rejected: { by: "to_user_id", title: "Trade Offer Rejected", body: "Your trade offer has been rejected." },
  cancelled: { by: "from_user_id", title: "Trade Offer Cancelled", body: "A trade offer to you has been cancelled." },
} as const satisfies Record<Decision, { by: keyof TradeOffer; title: string; body: string }>;

/** Makes an offer and tells its receiver. */
export async function makeOffer(offers: OfferStore, publish: MatchmakingPublisher, from: string, wanted: NewOffer): Promise<TradeOffer> {
  const offer: TradeOffer = { offer_id: randomUUID(), from_user_id: from, ...wanted, status: "open", created_at: new Date().toISOString() };
  await offers.add(offer);
  const type = "trade_offer_received";
  const body = `${from} offers ${offer.offered_item_id} for your ${offer.wanted_item_id}.`;
  const notification = { user_id: offer.to_user_id, type, title: "New Trade Offer", body, related_user_id: from } as const;
  await publish.tellNewOffer(notification, await labelOf(offers, offer, notification));
  return offer;
}

/**
 * Decides on an open offer and tells the other side. Reads before it writes: both are in one transaction that no other writer is beside, so of
 * two decisions at once the second finds the offer decided.
 */
export async function decide(
  offers: OfferStore,
  publish: MatchmakingPublisher,
  decision: Decision,
  { offerId, userId }: { readonly offerId: string; readonly userId: string },
): Promise<TradeOffer | Refusal> {
  const offer = await offers.find(offerId);
  if (offer === undefined) return "unknown";
  const { by, title, body } = rules[decision];
  if (offer[by] !== userId) return "not_yours";
  if (offer.status !== "open") return "decided";
  const decided_at = new Date().toISOString();
  await offers.decide(offerId, decision, decided_at);
  const other = by === "to_user_id" ? offer.from_user_id : offer.to_user_id;
  const notification: Notification = { user_id: other, type: `trade_offer_${decision}`, title, body, related_user_id: userId };
  await publish.tellDecision(notification, await labelOf(offers, offer, notification));
  return { ...offer, status: decision, decided_at };
}

/** An offer causes one notification of each type: offer and type are its name, by which a second one is known wherever it turns up. */
const labelOf = async (offers: OfferStore, { offer_id }: TradeOffer, { user_id, type }: Notification) => ({
  messageId: `${offer_id}:${type}`,
  headers: { sequence: await offers.nextSequence(user_id) },
});
