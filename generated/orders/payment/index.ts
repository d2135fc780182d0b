// Generated from asyncapi/orders/payment.yaml. Do not edit; run `npm run generate`.
import type { ApplicationContract, HandlerContext, PublishOptions, Received } from "#messaging";
import { route } from "#messaging";
import type { OrderAction, PaymentResult } from "./messages.js";
import { paymentAction, paymentCancellation, paymentResult } from "./operations.js";
import { topology } from "./topology.js";

/** What Payment receives. */
export interface PaymentHandlers {
  /**
   * Queue `payment-queue`.
   * Charge the card.
   */
  onPaymentAction(message: Received<"OrderAction", OrderAction>, context: HandlerContext<PaymentPublisher>): Promise<void>;
  /**
   * Queue `payment-cancellation-queue`.
   * Refund the charge.
   */
  onPaymentCancellation(message: Received<"OrderAction", OrderAction>, context: HandlerContext<PaymentPublisher>): Promise<void>;
}

/** What Payment sends. */
export interface PaymentPublisher {
  /**
   * Exchange `order-result-exchange`, routing key `payment-result-queue`.
   * Tell what came of the charge.
   */
  paymentResult(payload: PaymentResult, options?: PublishOptions): Promise<void>;
}

/**
 * Payment
 * Charges cards for orders.
 */
export const payment: ApplicationContract<PaymentHandlers, PaymentPublisher> = {
  id: "orders/payment",
  title: "Payment",
  version: "1.0.0",
  topology,
  sends: [paymentResult],
  requests: [],
  receives: [paymentAction, paymentCancellation],
  publisher: (send) => ({
    paymentResult: (payload, options) => send(paymentResult, "PaymentResult", payload, options),
  }),
  requester: () => ({}),
  routes: (handlers) => [
    route(paymentAction, (message: Received<"OrderAction", OrderAction>, context) => handlers.onPaymentAction(message, context)),
    route(paymentCancellation, (message: Received<"OrderAction", OrderAction>, context) => handlers.onPaymentCancellation(message, context)),
  ],
};

export type { Money, OrderAction, OrderId, PaymentCharged, PaymentDeclined, PaymentResult } from "./messages.js";
