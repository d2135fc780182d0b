import type { InventoryHandlers } from "#generated/catalog/inventory/index.js";
import type { Logger } from "#messaging";
import type { ArticleStore } from "./store.js";

/** Takes new products in, without a unit yet, and old ones out. A product's end may overtake its beginning, and stands. Prices are not its business. */
export const createInventoryService = (articles: ArticleStore, log: Pick<Logger, "info">): InventoryHandlers => ({
  async onServiceMessage({ payload: { payload: event } }, { onDone }) {
    if (event.event === "product.price_changed") return;
    const { product_id } = event;
    const known = await articles.find(product_id);
    if (event.event === "product.deleted") {
      if (known?.state === "discontinued") return;
      await articles.put({ product_id, name: known?.name ?? null, units: known?.units ?? 0, state: "discontinued" });
      onDone(() => log.info({ product_id }, `Inventory: product ${product_id} is discontinued`));
    } else if (known === undefined) {
      await articles.put({ product_id, name: event.product_data.name, units: 0, state: "kept" });
      onDone(() => log.info({ product_id }, `Inventory: product ${product_id} is kept from now on`));
    }
  },
});
