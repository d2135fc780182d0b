/** Spellings that mean one name become one: `orderId`, `order_id`, `order-id` and `Order.ID` are all `order_id`. */
export const fold = (text: string): string =>
  text
    .replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, "_")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_|_$/g, "");
