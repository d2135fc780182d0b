/** A broker that is killed: what it had is there again, what was told meanwhile waits in the outbox, and urgency survives both. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PrivateBroker, startPrivateBroker } from "../../support/broker.js";
import { type CatalogSystem, openPublisher, orders, priced, type Sending, startCatalogSystem, until } from "./catalog-stage.js";

let broker: PrivateBroker;
let system: CatalogSystem;
let catalog: Sending;
beforeAll(async () => {
  broker = await startPrivateBroker();
  catalog = await openPublisher(broker);
  system = await startCatalogSystem(broker.url, ["catalog"]);
  await broker.writeDeclarations();
}, 60_000);
afterAll(async () => {
  await system.close();
  await catalog.broker.close();
  await broker.close();
});

const messaging = async (): Promise<string> => (await system.get<{ messaging: string }>("catalog", "/health/messaging")).messaging;
const count = 2_000;

test("a broker that is killed and restarted loses nothing: not what it has, not what is told while it is away", async () => {
  await Promise.all(Array.from({ length: count }, (_, at) => catalog.publish.sendToMicroservice(priced(1_000 + at, 1, "low"))));
  await broker.kill();
  await until(messaging, (answer) => answer === "unhealthy");
  // A change and telling of it are one: it is taken without the broker, and told when that is back.
  expect(await system.ask("PUT", "/123/price", { new_price: "99.99" })).toMatchObject({ status: 200 });
  expect(await system.ask("DELETE", "/121")).toMatchObject({ status: 204 });
  await broker.restart();
  await until(messaging, (answer) => answer === "healthy");
  await until(
    () => broker.depth(orders),
    (depth) => depth === count + 2,
  );
  const [first, second, third] = await broker.peek(orders, 3);
  expect([first, second, third].map((message) => message?.properties.priority)).toEqual([10, 8, 1]);

  await system.start("ordering");
  await until(system.priceChangeCount, (handled) => handled === count + 2, 60_000);
  const changes = await system.priceChanges();
  expect(changes.slice(0, 2)).toEqual([
    { product_id: 121, price: null, urgency: "critical" },
    { product_id: 123, price: "99.99", urgency: "high" },
  ]);
  expect(changes.slice(2).map(({ product_id }) => product_id)).toEqual(Array.from({ length: count }, (_, at) => 1_000 + at));
}, 120_000);
