import type { operations } from "#generated/catalog/catalog/http.js";
import type { CatalogPublisher, CatalogRequester } from "#generated/catalog/catalog/index.js";
import { answerPage, HttpError, type HttpHandlers, problem } from "#http";
import { MessagingError } from "#messaging";
import { askSupplier, createProduct, deleteProduct, updatePrice } from "./service.js";
import type { CatalogStore, Product } from "./store.js";

/** Products over HTTP: add, read, list, change, take out. */
export const createCatalogApi = (products: CatalogStore, publish: CatalogPublisher): Omit<HttpHandlers<operations>, "getSupplier"> => ({
  async createProduct({ body }) {
    const product = await createProduct(products, publish, body);
    return { status: 201, body: product, headers: { location: `/api/v1/products/${product.product_id}` } };
  },
  getProduct: async ({ params }) => found(await products.find(params.productId)),
  updatePrice: async ({ params, body }) => found(await updatePrice(products, publish, params.productId, body.new_price)),
  async deleteProduct({ params }) {
    return (await deleteProduct(products, publish, params.productId)) ? { status: 204, body: undefined } : unknownProduct();
  },
  listProducts: ({ query }) => answerPage(query, products.newest),
  getHealth: async () => ({ status: 200, body: { status: "up", service: "catalog" } }),
});

export interface SupplierOptions {
  readonly requester: CatalogRequester;
  readonly find: (id: number) => Promise<Product | undefined>;
}

/** Who supplies a product, as the suppliers service knows it. */
export const createSupplierApi = ({ requester, find }: SupplierOptions): Pick<HttpHandlers<operations>, "getSupplier"> => ({
  async getSupplier({ params: { productId }, signal }) {
    if ((await find(productId)) === undefined) return unknownProduct();
    const supplier = await askSupplier(requester, productId, signal).catch((error: unknown) => {
      throw error instanceof MessagingError
        ? new HttpError(503, "The suppliers service did not answer; try again.", { cause: error })
        : error;
    });
    return supplier === undefined ? { status: 404, body: problem(404, "Nobody supplies this product.") } : { status: 200, body: supplier };
  },
});

const found = (product: Product | undefined) => (product === undefined ? unknownProduct() : { status: 200 as const, body: product });
const unknownProduct = () => ({ status: 404 as const, body: problem(404, "There is no such product.") });
