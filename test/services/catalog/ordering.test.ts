import * as fc from "fast-check";
import type { Transaction } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ordering } from "#generated/catalog/ordering/index.js";
import { createOrderingService } from "../../../src/services/catalog/ordering/service.js";
import { migrations, type OrderingTables, priceList } from "../../../src/services/catalog/ordering/store.js";
import { type ServiceUnderTest, serviceUnderTest } from "../../support/service-under-test.js";
import { costs, fresh, gone, told } from "./envelope.js";

const start = () =>
  serviceUnderTest({
    contract: ordering,
    migrations,
    handlers: (tx: Transaction<OrderingTables>) => createOrderingService(priceList(tx), { info: () => undefined }),
  });

let service: ServiceUnderTest<OrderingTables>;
beforeEach(async () => {
  service = await start();
});
afterEach(() => service.close());

const hear = (message: object) => service.receive("serviceMessage", message);
const priceOf = async (product: number): Promise<string | null | undefined> =>
  (await service.read((db) => priceList(db).find(product)))?.price;
const changes = () => service.read((db) => db.selectFrom("price_changes").select(["product_id", "price"]).orderBy("position").execute());

test("a new price list has the prices of the demonstration", async () => {
  expect(await priceOf(123)).toBe("129.00");
});

test("a changed price is the one that orders are charged by, digit for digit", async () => {
  await hear(told(costs(123, 99.99)));
  expect(await priceOf(123)).toBe("99.99");
});

test("a product that is unknown gets its price with the first change", async () => {
  await hear(told(costs(7, 0.1)));
  expect(await priceOf(7)).toBe("0.1");
});

test("a new product is on the list where its price is told, and not where it is not", async () => {
  await hear(told(fresh(7, "Tamper", 12.5)));
  await hear(told(fresh(8, "Knock box")));
  expect([await priceOf(7), await priceOf(8)]).toEqual(["12.5", undefined]);
});

test("a price that was said before the one that is known comes too late", async () => {
  await hear(told(costs(123, 20), { at: 2 }));
  await hear(told(costs(123, 10), { at: 1 }));
  expect(await priceOf(123)).toBe("20");
  expect(await changes()).toEqual([{ product_id: 123, price: "20" }]);
});

test("a product that is withdrawn stays so, whatever was still under way", async () => {
  await hear(told(gone(123), { at: 1, urgency: "critical" }));
  await hear(told(costs(123, 10), { at: 2 }));
  await hear(told(fresh(123, "Espresso machine", 10), { at: 3 }));
  expect(await priceOf(123)).toBeNull();
});

test("a withdrawal counts although a later price came first", async () => {
  await hear(told(costs(123, 10), { at: 2 }));
  await hear(told(gone(123), { at: 1, urgency: "critical" }));
  expect(await priceOf(123)).toBeNull();
});

test("whatever the order in which they come, the price said last stands", async () => {
  const prices = [10, 20, 30, 40].map((price, at) => told(costs(5, price), { at }));
  await fc.assert(
    fc.asyncProperty(fc.shuffledSubarray(prices, { minLength: 4 }), async (heard) => {
      const other = await start();
      for (const message of heard) await other.receive("serviceMessage", message);
      expect((await other.read((db) => priceList(db).find(5)))?.price).toBe("40");
      await other.close();
    }),
    { numRuns: 24 },
  );
});
