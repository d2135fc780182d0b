// Generated from asyncapi/catalog/inventory.yaml. Do not edit; run `npm run generate`.

/**
 * The product's id in the catalog. No two products ever have the same.
 * A whole number, at least 1, at most 9007199254740991.
 * @example 123
 */
export type ProductId = number;

/**
 * An amount of money with at most two decimals. At least 0, at most 9999999999.99.
 * @example 99.99
 */
export type Price = number;

/** How soon the message should be handled; all messages of a higher urgency that wait go before those of a lower one. */
export type Urgency = "low" | "medium" | "high" | "critical";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** When it happened. Without an offset it is UTC. Format iso-date-time. */
export type SaidAt = string;

/** What another service needs to know of a new product. */
export interface ProductData {
  /** At least 1 character, at most 200 characters. */
  name: string;
  price?: Price;
}

/** A product has another price. */
export interface ProductPriceChanged {
  event: "product.price_changed";
  product_id: ProductId;
  new_price: Price;
  timestamp?: SaidAt;
}

/** There is a new product. */
export interface ProductCreated {
  event: "product.created";
  product_id: ProductId;
  product_data: ProductData;
  timestamp?: SaidAt;
}

/** A product is gone for good. */
export interface ProductDeleted {
  event: "product.deleted";
  product_id: ProductId;
  timestamp?: SaidAt;
}

/** What happened to a product. */
export type ProductEvent = ProductPriceChanged | ProductCreated | ProductDeleted;

/** The envelope of all that is told to other services. */
export interface ServiceMessage {
  /** At least 1 character, at most 200 characters. */
  from_service: string;
  to_service: "http://localhost:8002/api/v1/orders" | "http://localhost:8003/api/v1/inventory";
  method: Method;
  payload: ProductEvent;
  urgency: Urgency;
  /** Format date-time. */
  timestamp: string;
}
