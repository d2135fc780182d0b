import type { operations } from "#generated/orders/product/http.js";
import { type HttpHandlers, problem } from "#http";
import type { ProductStore } from "./store.js";

/** Read-only views of stock and reservations. */
export const createProductApi = (products: ProductStore): HttpHandlers<operations> => ({
  async listProducts() {
    return { status: 200, body: [...(await products.products())] };
  },
  async getProduct({ params }) {
    const product = await products.product(params.id);
    return product === undefined ? { status: 404, body: problem(404, "There is no such product.") } : { status: 200, body: product };
  },
  async getReservation({ params }) {
    const found = await products.reservation(params.orderId);
    return found === undefined ? { status: 404, body: problem(404, "Nothing was reserved for this order.") } : { status: 200, body: found };
  },
});
