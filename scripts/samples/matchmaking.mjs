// @ts-check
// The reference's example: user456 offers user123 a trade, user123 accepts, user456 is told.
import { answerOf } from "../setup/ask.mjs";

const [maker, receiver] = ["user456", "user123"];
const newOffer = { to_user_id: receiver, offered_item_id: "bicycle-7", wanted_item_id: "guitar-2" };

/** @typedef {{ offer_id: string, status: string }} Offer */
/** @typedef {{ items: { id: number, type: string, body: string }[] }} Notifications */

/** @param {string} user */
const as = (user) => ({ "x-user-id": user, "content-type": "application/json" });

/** @type {import("../setup/samples.mjs").Sample} */
export const sample = {
  title: "Sample trade",
  async run(urlOf, signal) {
    const offers = `${urlOf("matchmaking/matchmaking")}/trade-offers`;
    const list = `${urlOf("matchmaking/notifications")}/users/${maker}/notifications`;
    const told = async () =>
      /** @type {Notifications} */ (await answerOf(list, { headers: as(maker), signal })).items.filter(
        ({ type }) => type === "trade_offer_accepted",
      );
    const before = (await told())[0]?.id ?? 0;
    const made = { method: "POST", headers: as(maker), body: JSON.stringify(newOffer), signal };
    const { offer_id, status: first } = /** @type {Offer} */ (await answerOf(offers, made));
    const accept = { method: "POST", headers: as(receiver), signal };
    const { status: last } = /** @type {Offer} */ (await answerOf(`${offers}/${offer_id}/accept`, accept));
    for (;;) {
      const [newest] = await told();
      if (newest !== undefined && newest.id > before) return `${first} → ${last}: "${newest.body}"`;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  },
  commands: (urlOf) => [
    `curl -s -X POST ${urlOf("matchmaking/matchmaking")}/trade-offers -H 'x-user-id: ${maker}' -H 'content-type: application/json' -d '${JSON.stringify(newOffer)}'`,
    `curl -s ${urlOf("matchmaking/matchmaking")}/trade-offers -H 'x-user-id: ${receiver}'`,
    `curl -s ${urlOf("matchmaking/notifications")}/users/${receiver}/notifications -H 'x-user-id: ${receiver}'`,
    `curl -sN ${urlOf("matchmaking/notifications")}/users/${receiver}/notifications/live -H 'x-user-id: ${receiver}' -H 'last-event-id: 0'`,
  ],
};
