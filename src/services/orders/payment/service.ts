import Big from "big.js";
import type { PaymentHandlers, PaymentResult } from "#generated/orders/payment/index.js";
import type { Card, Charge, DeclineReason, PaymentStore } from "./store.js";

/** Why a card may not be charged, or undefined where it may. */
function refusal(card: Card, price: string): DeclineReason | undefined {
  if (card.blocked) return "card_blocked";
  if (new Big(card.charged).plus(price).gt(card.limit)) return "insufficient_funds";
  return undefined;
}

/** What the order application is told about a charge. */
function answer({ orderId, status, reason }: Charge): PaymentResult {
  if (status === "charged") return { orderId, status };
  return { orderId, status: "declined", reason: reason ?? "cancelled" };
}

/** Charges cards for orders and refunds them; asked again for the same order, it answers as before and changes nothing. */
export const createPaymentService = (payments: PaymentStore): PaymentHandlers => ({
  async onPaymentAction({ payload: { orderId, cardId, price } }, { publish }) {
    const earlier = await payments.charge(orderId);
    if (earlier !== undefined) return publish.paymentResult(answer(earlier));
    const card = await payments.card(cardId);
    const reason = card === undefined ? "unknown_card" : refusal(card, price);
    const charge: Charge = {
      orderId,
      cardId,
      amount: price,
      ...(reason === undefined ? { status: "charged" } : { status: "declined", reason }),
    };
    await payments.saveCharge(charge);
    if (card !== undefined && reason === undefined) await payments.saveCharged(cardId, new Big(card.charged).plus(price).toFixed(2));
    await publish.paymentResult(answer(charge));
  },

  async onPaymentCancellation({ payload: { orderId, cardId, price } }) {
    const earlier = await payments.charge(orderId);
    if (earlier?.status === "declined") return;
    // Recorded even where nothing was charged: a charge that comes later is then refused.
    await payments.saveCharge({ orderId, cardId, amount: earlier?.amount ?? price, status: "refunded" });
    const card = earlier?.status === "charged" ? await payments.card(earlier.cardId) : undefined;
    if (earlier === undefined || card === undefined) return;
    await payments.saveCharged(card.id, new Big(card.charged).minus(earlier.amount).toFixed(2));
  },
});
