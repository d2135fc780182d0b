/** What is urgent does not wait behind what is not, and what is equally urgent keeps its order. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { serviceMessage } from "#generated/catalog/ordering/operations.js";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { type CatalogSystem, openPublisher, orders, priced, type Sending, startCatalogSystem, until } from "./catalog-stage.js";

let broker: TestBroker;
let system: CatalogSystem;
let catalog: Sending;
beforeAll(async () => {
  broker = await openTestBroker();
  catalog = await openPublisher(broker);
  system = await startCatalogSystem(broker.url, []);
});
afterAll(async () => {
  await system.close();
  await catalog.broker.close();
  await broker.close();
});

const backlog = 5_000;
const first = 1_000;

test("behind a backlog of 5,000 low messages, a critical one is handled within the next prefetch window", async () => {
  // Each about a product of its own: nothing but the order in which they were sent says which is first.
  for (let at = 0; at < backlog; at += 500) {
    const batch = Array.from({ length: 500 }, (_, n) => catalog.publish.sendToMicroservice(priced(first + at + n, 1, "low")));
    await Promise.all(batch);
  }
  expect(await broker.depth(orders)).toBe(backlog);

  await system.start("ordering");
  const before = await until(system.priceChangeCount, (count) => count > 0);
  await catalog.publish.sendToMicroservice({
    toService: "http://localhost:8002/api/v1/orders",
    method: "DELETE",
    message: { event: "product.deleted", product_id: 123 },
    urgency: "critical",
  });
  // By now it is in the queue: the consumer has been given at most a prefetch more than it has handled.
  const after = await system.priceChangeCount();
  await until(system.priceChangeCount, (count) => count === backlog + 1, 60_000);
  const changes = await system.priceChanges();
  const place = changes.findIndex(({ urgency }) => urgency === "critical");
  expect(after, "a backlog is left when it comes").toBeLessThan(backlog - 2 * serviceMessage.prefetch);
  expect(place).toBeGreaterThanOrEqual(before);
  expect(place).toBeLessThanOrEqual(after + serviceMessage.prefetch);

  const low = changes.filter(({ urgency }) => urgency === "low").map(({ product_id }) => product_id);
  expect(low).toEqual(Array.from({ length: backlog }, (_, n) => first + n));
}, 120_000);

test("of what waits, each urgency is handled before the next lower one, in the order in which it was sent", async () => {
  await system.stop("ordering");
  const known = await system.priceChangeCount();
  const levels = ["low", "critical", "medium", "high"] as const;
  for (let round = 0; round < 5; round++) {
    for (const [at, urgency] of levels.entries()) await catalog.publish.sendToMicroservice(priced(50_000 + 10 * at + round, 1, urgency));
  }
  await system.start("ordering");
  const changes = await until(
    async () => (await system.priceChanges()).slice(known),
    (all) => all.length === 20,
  );
  const wanted = (["critical", "high", "medium", "low"] as const).flatMap((urgency) => {
    const at = levels.indexOf(urgency);
    return Array.from({ length: 5 }, (_, round) => ({ product_id: 50_000 + 10 * at + round, price: "1", urgency }));
  });
  expect(changes).toEqual(wanted);
});
