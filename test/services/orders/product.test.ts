import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { product } from "#generated/orders/product/index.js";
import { createProductService } from "../../../src/services/orders/product/service.js";
import { migrations, type ProductTables, productStore } from "../../../src/services/orders/product/store.js";
import { type ServiceUnderTest, serviceUnderTest } from "../../support/service-under-test.js";

const last = "123e4567-e89b-12d3-a456-426614174012";
const soldOut = "123e4567-e89b-12d3-a456-426614174022";
const orderId = "ae5e5918-facb-40e5-bbdf-3525cedaaa7e";
const otherOrder = "0b9bd6a4-4df5-4a36-a9a5-7a7d1bd5b1f0";
const action = { orderId, customerId: last, cardId: last, itemId: last, price: "1.00" };

let service: ServiceUnderTest<ProductTables>;
beforeEach(async () => {
  service = await serviceUnderTest({ contract: product, migrations, handlers: (tx) => createProductService(productStore(tx)) });
});
afterEach(() => service.close());

const result = (payload: object) => [{ operation: "productReservationResult", payload }];
const stock = async () => {
  const found = await service.read((db) => productStore(db).product(last));
  return [found?.stock, found?.reserved];
};

describe("a reservation", () => {
  test("takes one unit from stock and is told", async () => {
    expect(await service.receive("productReservation", action)).toEqual(result({ orderId, status: "reserved" }));
    expect(await stock()).toEqual([0, 1]);
  });

  test("asked for twice takes one unit and is told twice", async () => {
    const first = await service.receive("productReservation", action);
    expect(await service.receive("productReservation", action)).toEqual(first);
    expect(await stock()).toEqual([0, 1]);
  });

  test.each([
    ["of an unknown item", orderId, "unknown_item"],
    ["of an item that is sold out", soldOut, "out_of_stock"],
  ])("%s is refused with the reason", async (_what, itemId, reason) => {
    expect(await service.receive("productReservation", { ...action, itemId })).toEqual(result({ orderId, status: "refused", reason }));
  });

  test("of the last unit is refused to the next order", async () => {
    await service.receive("productReservation", action);
    const refused = result({ orderId: otherOrder, status: "refused", reason: "out_of_stock" });
    expect(await service.receive("productReservation", { ...action, orderId: otherOrder })).toEqual(refused);
  });
});

describe("a cancellation", () => {
  test("gives the unit back, once however often it is asked for", async () => {
    await service.receive("productReservation", action);
    await service.receive("productCancellation", action);
    await service.receive("productCancellation", action);
    expect(await stock()).toEqual([1, 0]);
  });

  test("that overtakes its reservation makes the reservation be refused", async () => {
    await service.receive("productCancellation", action);
    expect(await service.receive("productReservation", action)).toEqual(result({ orderId, status: "refused", reason: "cancelled" }));
    expect(await stock()).toEqual([1, 0]);
  });

  test("of a refused reservation changes nothing", async () => {
    await service.receive("productReservation", { ...action, itemId: soldOut });
    await service.receive("productCancellation", { ...action, itemId: soldOut });
    expect((await service.read((db) => productStore(db).reservation(orderId)))?.status).toBe("refused");
  });
});
