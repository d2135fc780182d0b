// Generated from asyncapi/campus/order.yaml. Do not edit; run `npm run generate`.

/**
 * The order's id, made by the order application. The digits are the day in UTC.
 * Pattern `^ORD-[0-9]{8}-[0-9a-z]{8}$`.
 * @example "ORD-20240218-abc12345"
 */
export type OrderId = string;

/** Who ordered. At least 1 character, at most 200 characters. */
export type UserId = string;

/** At least 1 character, at most 100 characters. */
export type ItemId = string;

/** One line of an order. */
export interface OrderItem {
  item_id: ItemId;
  /** A whole number, at least 1, at most 1000000. */
  quantity: number;
  /** Of one unit. At least 0, at most 1000000000. */
  price: number;
}

/** Lines of an order. Lines of one item count together. At least 1 item, at most 100 items. */
export type OrderItems = OrderItem[];

/** An order was taken; nothing is reserved for it yet. */
export interface OrderPlaced {
  order_id: OrderId;
  user_id: UserId;
  items: OrderItems;
  /** Format date-time. */
  timestamp: string;
}

/** Everything that the order asks for is reserved for it. */
export interface InventoryReserved {
  order_id: OrderId;
  user_id: UserId;
  items: OrderItems;
  /** Format date-time. */
  timestamp: string;
}

/** An item of which the order asks for more than there is. */
export interface UnavailableItem {
  item_id: ItemId;
  /** By all lines of the order together. A whole number, at least 1. */
  requested: number;
  /** 0 for an item that nobody knows. A whole number, at least 0. */
  available: number;
}

/** Something that the order asks for is not there, so nothing is reserved for it. */
export interface InventoryFailed {
  order_id: OrderId;
  user_id: UserId;
  /** Why, for people to read. At least 1 character. */
  reason: string;
  /** At least 1 item. */
  unavailable: UnavailableItem[];
  /** Format date-time. */
  timestamp: string;
}
