/** What other services are told, as it stands on the wire. */
import type { ProductEvent, ServiceMessage } from "#generated/catalog/ordering/index.js";

const noon = Date.parse("2024-01-15T12:00:00.000Z");

/** `at`: seconds past noon. */
export const told = (payload: ProductEvent, { at = 0, urgency = "high" }: { at?: number; urgency?: ServiceMessage["urgency"] } = {}) =>
  ({
    from_service: "catalog-service",
    to_service: "http://localhost:8002/api/v1/orders",
    method: "POST",
    payload,
    urgency,
    timestamp: new Date(noon + 1000 * at).toISOString(),
  }) satisfies ServiceMessage;

export const costs = (product_id: number, new_price: number): ProductEvent => ({ event: "product.price_changed", product_id, new_price });
export const gone = (product_id: number): ProductEvent => ({ event: "product.deleted", product_id });
export const fresh = (product_id: number, name: string, price?: number): ProductEvent => ({
  event: "product.created",
  product_id,
  product_data: { name, ...(price === undefined ? {} : { price }) },
});
