// Generated from asyncapi/catalog/suppliers.yaml. Do not edit; run `npm run generate`.

/**
 * The product's id in the catalog. No two products ever have the same.
 * A whole number, at least 1, at most 9007199254740991.
 * @example 123
 */
export type ProductId = number;

/** How soon the message should be handled; all messages of a higher urgency that wait go before those of a lower one. */
export type Urgency = "low" | "medium" | "high" | "critical";

/** When it happened. Without an offset it is UTC. Format iso-date-time. */
export type SaidAt = string;

/** Who supplies a product? */
export interface SupplierQuestion {
  action: "get_supplier_info";
  product_id: ProductId;
  timestamp?: SaidAt;
}

/** The envelope of all that is asked of other services. */
export interface ServiceQuestion {
  /** At least 1 character, at most 200 characters. */
  from_service: string;
  to_service: "http://localhost:8004/api/v1/suppliers";
  method: "GET";
  payload: SupplierQuestion;
  urgency: Urgency;
  /** Format date-time. */
  timestamp: string;
}

/** Who supplies a product, and how fast. */
export interface Supplier {
  /** At least 1 character. */
  name: string;
  /** At least 1 character. */
  email: string;
  /** A whole number, at least 0. */
  lead_time_days: number;
}

export interface SupplierFound {
  product_id: ProductId;
  found: true;
  supplier: Supplier;
}

/** Nobody supplies the product. */
export interface SupplierUnknown {
  product_id: ProductId;
  found: false;
}

/** The answer to a supplier question. */
export type SupplierInfo = SupplierFound | SupplierUnknown;
