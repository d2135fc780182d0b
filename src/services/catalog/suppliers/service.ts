import type { SuppliersHandlers } from "#generated/catalog/suppliers/index.js";
import type { SupplyStore } from "./store.js";

/** Answers who supplies a product. That nobody does is an answer too. */
export const createSuppliersService = (supplies: SupplyStore): SuppliersHandlers => ({
  async onSupplierQuestion({ payload: { payload } }) {
    const { product_id } = payload;
    const supplier = await supplies.supplierOf(product_id);
    return supplier === undefined ? { product_id, found: false } : { product_id, found: true, supplier };
  },
});
