import type { ProductHandlers, ProductReservationResult } from "#generated/orders/product/index.js";
import type { Product, ProductStore, RefusalReason, Reservation } from "./store.js";

/** Why an item cannot be reserved, or undefined where it can. */
function refusal(product: Product | undefined): RefusalReason | undefined {
  if (product === undefined) return "unknown_item";
  return product.stock > 0 ? undefined : "out_of_stock";
}

/** What the order application is told about a reservation. */
function answer({ orderId, status, reason }: Reservation): ProductReservationResult {
  if (status === "reserved") return { orderId, status };
  return { orderId, status: "refused", reason: reason ?? "cancelled" };
}

/** Reserves stock for orders and gives it back; asked again for the same order, it answers as before and changes nothing. */
export const createProductService = (products: ProductStore): ProductHandlers => ({
  async onProductReservation({ payload: { orderId, itemId } }, { publish }) {
    const earlier = await products.reservation(orderId);
    if (earlier !== undefined) return publish.productReservationResult(answer(earlier));
    const reason = refusal(await products.product(itemId));
    const made: Reservation = { orderId, itemId, ...(reason === undefined ? { status: "reserved" } : { status: "refused", reason }) };
    await products.saveReservation(made);
    if (made.status === "reserved") await products.moveToReserved(itemId, 1);
    await publish.productReservationResult(answer(made));
  },

  async onProductCancellation({ payload: { orderId, itemId } }) {
    const earlier = await products.reservation(orderId);
    if (earlier?.status === "refused") return;
    // Recorded even where nothing was reserved: a reservation that comes later is then refused.
    await products.saveReservation({ orderId, itemId, status: "cancelled" });
    if (earlier?.status === "reserved") await products.moveToReserved(earlier.itemId, -1);
  },
});
