/** Garbage, handlers that fail: nothing is lost, nothing holds up what comes behind, and what is tried again keeps its urgency. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { garbageBeside } from "../../support/garbage.js";
import {
  applications,
  type CatalogSystem,
  openPublisher,
  orders,
  priced,
  questions,
  type Sending,
  startCatalogSystem,
  stock,
  until,
} from "./catalog-stage.js";

let broker: TestBroker;
let system: CatalogSystem;
let catalog: Sending;
let pids: readonly (number | undefined)[];
beforeAll(async () => {
  broker = await openTestBroker();
  catalog = await openPublisher(broker);
  system = await startCatalogSystem(broker.url);
  pids = applications.map((name) => system.pid(name));
});
afterAll(async () => {
  await system.close();
  await catalog.broker.close();
  await broker.close();
});

const price = (product: number, wanted: string) =>
  until(
    () => system.price(product),
    (found) => found === wanted,
  );
const envelope = { from_service: "somebody", method: "POST", urgency: "high", timestamp: "2024-01-15T10:30:00.000Z" };
const good = {
  [orders]: {
    ...envelope,
    to_service: "http://localhost:8002/api/v1/orders",
    payload: { event: "product.price_changed", product_id: 1, new_price: 1 },
  },
  [stock]: { ...envelope, to_service: "http://localhost:8003/api/v1/inventory", payload: { event: "product.deleted", product_id: 1 } },
  [questions]: {
    ...envelope,
    method: "GET",
    to_service: "http://localhost:8004/api/v1/suppliers",
    payload: { action: "get_supplier_info", product_id: 1 },
  },
};

describe.each(Object.entries(good))("queue %s", (queue, message) => {
  test.each(garbageBeside(message, /to_service|required|must|message/))(
    "dead-letters $what with the reason",
    async ({ body, properties, reason }) => {
      const dead = `${queue}.dlq`;
      await broker.send("", queue, body, { persistent: true, ...properties });
      await until(
        () => broker.depth(dead),
        (depth) => depth === 1,
      );
      const [letter] = await broker.take(dead);
      expect(letter?.headers).toMatchObject({ "x-failure-code": "invalid", "x-failure-reason": expect.stringMatching(reason) as unknown });
      expect(letter?.body.equals(Buffer.from(body))).toBe(true);
    },
  );
});

test("after all of it no service has died, and the next message is handled", async () => {
  expect(applications.map((name) => system.pid(name))).toEqual(pids);
  await catalog.publish.sendToMicroservice(priced(122, 21));
  await price(122, "21");
});

test("garbage between two messages holds neither up", async () => {
  await Promise.all([
    catalog.publish.sendToMicroservice(priced(122, 22, "low")),
    broker.send("", orders, "no JSON", { priority: 5 }),
    catalog.publish.sendToMicroservice(priced(123, 23, "low")),
  ]);
  await Promise.all([price(122, "22"), price(123, "23")]);
  await until(
    () => broker.depth(`${orders}.dlq`),
    (depth) => depth === 1,
  );
  expect((await broker.take(`${orders}.dlq`)).map(({ body }) => body.toString())).toEqual(["no JSON"]);
});

test("what is tried again waits, and comes back, with the priority that it had", async () => {
  const wait = `${orders}.wait.500`;
  system.intrude("ordering", (database) => database.exec("alter table price_list rename to hidden"));
  await catalog.publish.sendToMicroservice(priced(122, 31, "critical"));
  await until(
    () => broker.depth(`${orders}.wait.2000`),
    (depth) => depth === 1,
  );
  const [waiting] = await broker.peek(`${orders}.wait.2000`);
  expect(waiting?.properties).toMatchObject({ priority: 10, headers: { "x-attempts": 2 } });
  system.intrude("ordering", (database) => database.exec("alter table hidden rename to price_list"));
  await price(122, "31");
  expect(await broker.depth(wait)).toBe(0);
});
