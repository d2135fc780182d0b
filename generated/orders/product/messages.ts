// Generated from asyncapi/orders/product.yaml. Do not edit; run `npm run generate`.

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
