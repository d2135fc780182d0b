/** The message and the queue that the messaging benchmarks use: a quorum queue of the payment application without TTL. */

import { paymentCancellation as send } from "#generated/orders/order/operations.js";
import { payment } from "#generated/orders/payment/index.js";
import { paymentCancellation as receive } from "#generated/orders/payment/operations.js";

export const topology = payment.topology;
export const target = { exchange: send.exchange, routingKey: send.routingKey };
export const { queue, prefetch } = receive;

export const action = {
  orderId: "ae5e5918-facb-40e5-bbdf-3525cedaaa7e",
  customerId: "123e4567-e89b-12d3-a456-426614174000",
  cardId: "123e4567-e89b-12d3-a456-426614174003",
  itemId: "123e4567-e89b-12d3-a456-426614174002",
  price: "100.00",
};

export const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
