// Generated from asyncapi/catalog/suppliers.yaml. Do not edit; run `npm run generate`.
import type { ApplicationContract, HandlerContext, Received } from "#messaging";
import { route } from "#messaging";
import type { ServiceQuestion, SupplierInfo } from "./messages.js";
import { supplierQuestion } from "./operations.js";
import { topology } from "./topology.js";

/** What Suppliers receives. */
export interface SuppliersHandlers {
  /**
   * Queue `queue_localhost_8004_api_v1_suppliers`.
   * Say who supplies the product.
   */
  onSupplierQuestion(message: Received<"ServiceQuestion", ServiceQuestion>, context: HandlerContext<SuppliersPublisher>): Promise<SupplierInfo>;
}

/** What Suppliers sends. */
export type SuppliersPublisher = Record<never, never>;

/**
 * Suppliers
 * Knows who supplies which product.
 */
export const suppliers: ApplicationContract<SuppliersHandlers, SuppliersPublisher> = {
  id: "catalog/suppliers",
  title: "Suppliers",
  version: "1.0.0",
  topology,
  sends: [],
  requests: [],
  receives: [supplierQuestion],
  publisher: () => ({}),
  requester: () => ({}),
  routes: (handlers) => [
    route(supplierQuestion, (message: Received<"ServiceQuestion", ServiceQuestion>, context) => handlers.onSupplierQuestion(message, context)),
  ],
};

export type {
  ProductId,
  SaidAt,
  ServiceQuestion,
  Supplier,
  SupplierFound,
  SupplierInfo,
  SupplierQuestion,
  SupplierUnknown,
  Urgency,
} from "./messages.js";
