// Generated from asyncapi/catalog/catalog.yaml. Do not edit; run `npm run generate`.
import type { ApplicationContract, PublishOptions, Received, Renamed, RequestOptions, Unfilled } from "#messaging";
import type { ServiceMessage, ServiceQuestion, SupplierInfo } from "./messages.js";
import { askMicroservice, sendToMicroservice } from "./operations.js";
import { topology } from "./topology.js";

/** What Catalog receives. */
export type CatalogHandlers = Record<never, never>;

/** What Catalog sends. */
export interface CatalogPublisher {
  /**
   * Default exchange, routing key `queue_{target}`.
   * Tell a service what happened to a product.
   */
  sendToMicroservice(payload: Renamed<Unfilled<ServiceMessage, "from_service" | "timestamp">, { to_service: "toService"; payload: "message" }>, options?: PublishOptions & { readonly parameters?: { readonly target?: "localhost_8002_api_v1_orders" | "localhost_8003_api_v1_inventory" } }): Promise<void>;
}

/** What Catalog asks. */
export interface CatalogRequester {
  /**
   * Default exchange, routing key `queue_{target}`; answered on queue `queue_localhost_8000_api_v1_products.replies.{instance}`.
   * Ask a service about a product, and wait for its answer.
   */
  askMicroservice(payload: Renamed<Unfilled<ServiceQuestion, "from_service" | "timestamp">, { to_service: "toService"; payload: "message" }>, options?: RequestOptions & { readonly parameters?: { readonly target?: "localhost_8004_api_v1_suppliers" } }): Promise<SupplierInfo>;
}

/**
 * Catalog
 * Keeps the products, tells other services what happens to them, and asks who supplies them.
 */
export const catalog: ApplicationContract<CatalogHandlers, CatalogPublisher, CatalogRequester> = {
  id: "catalog/catalog",
  title: "Catalog",
  version: "1.0.0",
  topology,
  sends: [sendToMicroservice],
  requests: [askMicroservice],
  receives: [],
  publisher: (send) => ({
    sendToMicroservice: (payload, options) => send(sendToMicroservice, "ServiceMessage", payload, options),
  }),
  requester: (ask) => ({
    askMicroservice: async (payload, options) => (await ask<Received<"SupplierInfo", SupplierInfo>>(askMicroservice, "ServiceQuestion", payload, options)).payload,
  }),
  routes: () => [],
};

export type {
  Method,
  Price,
  ProductCreated,
  ProductData,
  ProductDeleted,
  ProductEvent,
  ProductId,
  ProductPriceChanged,
  SaidAt,
  ServiceMessage,
  ServiceQuestion,
  Supplier,
  SupplierFound,
  SupplierInfo,
  SupplierQuestion,
  SupplierUnknown,
  Urgency,
} from "./messages.js";
