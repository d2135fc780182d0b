// Generated from asyncapi/orders/order.yaml. Do not edit; run `npm run generate`.

/** The order's id, made by the order application. Format uuid. */
export type OrderId = string;

/**
 * An exact amount with two decimal places, as text. Pattern `^(0|[1-9][0-9]{0,11})\.[0-9]{2}$`.
 * @example "100.00"
 */
export type Money = string;

/** One step of an order that another application is asked to carry out. */
export interface OrderAction {
  orderId: OrderId;
  /** Format uuid. */
  customerId: string;
  /** The card to charge. Format uuid. */
  cardId: string;
  /** The item to reserve one unit of. Format uuid. */
  itemId: string;
  price: Money;
}

/** Whether the item could be reserved. */
export type ProductReservationResult = ProductReserved | ProductNotReserved;

export interface ProductReserved {
  orderId: OrderId;
  status: "reserved";
}

export interface ProductNotReserved {
  orderId: OrderId;
  status: "refused";
  reason: "unknown_item" | "out_of_stock" | "cancelled";
}

/** Whether the card could be charged. */
export type PaymentResult = PaymentCharged | PaymentDeclined;

export interface PaymentCharged {
  orderId: OrderId;
  status: "charged";
}

export interface PaymentDeclined {
  orderId: OrderId;
  status: "declined";
  reason: "unknown_card" | "card_blocked" | "insufficient_funds" | "cancelled";
}

/** The item is reserved and the card is charged. */
export interface OrderCompleted {
  orderId: OrderId;
  /** Format uuid. */
  customerId: string;
  /** Format uuid. */
  itemId: string;
  price: Money;
  /** Format date-time. */
  completedAt: string;
}

/** The order came to nothing; whatever had been done for it is undone. */
export interface OrderFailed {
  orderId: OrderId;
  /** Format uuid. */
  customerId: string;
  /** Format uuid. */
  itemId: string;
  price: Money;
  /** Why, for people to read. */
  reason: string;
  /** Format date-time. */
  failedAt: string;
}
