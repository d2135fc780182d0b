import type { operations } from "#generated/orders/payment/http.js";
import { type HttpHandlers, problem } from "#http";
import type { PaymentStore } from "./store.js";

/** Read-only views of cards and charges. */
export const createPaymentApi = (payments: PaymentStore): HttpHandlers<operations> => ({
  async listCards() {
    return { status: 200, body: [...(await payments.cards())] };
  },
  async getCard({ params }) {
    const card = await payments.card(params.id);
    return card === undefined ? { status: 404, body: problem(404, "There is no such card.") } : { status: 200, body: card };
  },
  async getCharge({ params }) {
    const charge = await payments.charge(params.orderId);
    return charge === undefined
      ? { status: 404, body: problem(404, "Nothing was charged for this order.") }
      : { status: 200, body: charge };
  },
});
