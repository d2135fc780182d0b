import Big from "big.js";
import type { OrderingHandlers, ProductEvent } from "#generated/catalog/ordering/index.js";
import type { Logger } from "#messaging";
import type { PriceList } from "./store.js";

/** What an event makes of a product's price; null: it is withdrawn; undefined: it says nothing of it. */
function priceIn(event: ProductEvent): string | null | undefined {
  switch (event.event) {
    case "product.price_changed":
      return new Big(event.new_price).toFixed();
    case "product.created":
      return event.product_data.price === undefined ? undefined : new Big(event.product_data.price).toFixed();
    case "product.deleted":
      return null;
  }
}

/**
 * Keeps the price list that orders are charged by. The more urgent overtakes, so that messages may come in another order than they were
 * sent in: of two prices the one said later stands, and a product that is withdrawn stays so.
 */
export const createOrderingService = (prices: PriceList, log: Pick<Logger, "info">): OrderingHandlers => ({
  async onServiceMessage({ payload: { payload: event, urgency, timestamp } }, { onDone }) {
    const { product_id } = event;
    const price = priceIn(event);
    if (price === undefined) return;
    const known = await prices.find(product_id);
    const said_at = Date.parse(timestamp);
    if (known?.price === null || (price !== null && known !== undefined && known.said_at > said_at)) return;
    await prices.put({ product_id, price, said_at }, urgency);
    onDone(() => log.info({ product_id, price, urgency }, `Price list: product ${product_id} ${price ?? "is withdrawn"}`));
  },
});
