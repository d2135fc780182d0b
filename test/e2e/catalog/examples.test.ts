/** The four examples of the reference, from a request to the catalog to what its targets make of it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { missing, python } from "../../support/pika.js";
import { runProgram } from "../../support/processes.js";
import { type CatalogSystem, orders, questions, startCatalogSystem, stock, until } from "./catalog-stage.js";

let broker: TestBroker;
let system: CatalogSystem;
beforeAll(async () => {
  broker = await openTestBroker();
  system = await startCatalogSystem(broker.url);
});
afterAll(async () => {
  await system.close();
  await broker.close();
});

const is = <T>(ask: () => Promise<T>, wanted: T): Promise<T> => until(ask, (found) => found === wanted);

test("a price change of a product that is there from the start reaches ordering's price list", async () => {
  expect(await system.ask("PUT", "/123/price", { new_price: "99.99" })).toMatchObject({ status: 200, body: { price: "99.99" } });
  await is(() => system.price(123), "99.99");
});

test("a new product is kept by inventory", async () => {
  const { product_id } = await system.add("Tamper", "12.50");
  await until(
    () => system.article(product_id),
    (article) => article?.state === "kept",
  );
});

test("the question who supplies a product is answered by the suppliers", async () => {
  expect(await system.ask("GET", "/123/supplier")).toEqual({
    status: 200,
    body: { name: "Alpine Appliances", email: "orders@alpine.example", lead_time_days: 5 },
  });
  expect(await system.ask("GET", "/122/supplier")).toMatchObject({ status: 404, body: { detail: "Nobody supplies this product." } });
});

test("a deleted product reaches all who keep it", async () => {
  expect((await system.ask("DELETE", "/121")).status).toBe(204);
  expect((await system.ask("GET", "/121")).status).toBe(404);
  await is(() => system.price(121), null);
  await until(
    () => system.article(121),
    (article) => article?.state === "discontinued",
  );
});

test.skipIf(python === undefined)(
  python === undefined ? missing : "a message that a client in Python sends as the reference does is handled",
  async () => {
    const message = {
      from_service: "catalog-service",
      to_service: "http://localhost:8002/api/v1/orders",
      method: "POST",
      payload: { event: "product.price_changed", product_id: 122, new_price: 17.25, timestamp: "2024-01-15T10:30:00.123456" },
      urgency: "high",
      timestamp: "2024-01-15T10:30:00.000Z",
    };
    const args = ["test/e2e/campus/publish.py", broker.url, "", orders, "1"];
    const { ended, output } = runProgram(python ?? "python3", args, { input: JSON.stringify(message) });
    expect([await ended, output()]).toEqual([0, ""]);
    await is(() => system.price(122), "17.25");
  },
);

describe("while the listeners are away", () => {
  beforeAll(() => Promise.all((["ordering", "inventory", "suppliers"] as const).map((name) => system.stop(name))));

  test("messages wait in the queues of the reference's names, durable and by priority, persistent", async () => {
    const body = await system.add("Filter", "3.00");
    await system.ask("PUT", `/${body.product_id}/price`, { new_price: "2.90" });
    await system.ask("DELETE", `/${body.product_id}`);
    await Promise.all(
      [orders, stock].map((queue) =>
        until(
          () => broker.depth(queue),
          (depth) => depth === 2,
        ),
      ),
    );
    const seen = async (queue: string) =>
      (await broker.peek(queue)).map(({ payload, properties: { priority, delivery_mode } }) => ({
        ...(JSON.parse(payload) as object),
        priority,
        delivery_mode,
      }));
    const rest = { from_service: "catalog-service", timestamp: expect.any(String), delivery_mode: 2 };
    const event = (name: string): unknown => expect.objectContaining({ event: name, product_id: body.product_id });
    expect(await seen(orders)).toMatchObject([
      { ...rest, priority: 10, urgency: "critical", method: "DELETE", payload: event("product.deleted") },
      { ...rest, priority: 8, urgency: "high", method: "POST", payload: event("product.price_changed") },
    ]);
    expect(await seen(stock)).toMatchObject([
      { ...rest, priority: 10, urgency: "critical", payload: event("product.deleted") },
      { ...rest, priority: 5, urgency: "medium", payload: event("product.created") },
    ]);
    const declared = (await broker.queues()).filter(({ name }) => [orders, stock, questions].includes(name));
    expect(declared.map((queue) => [queue.durable, queue.type, queue.arguments["x-max-priority"]])).toEqual(
      [1, 2, 3].map(() => [true, "classic", 10]),
    );
  });

  test("a question that nobody answers is 503 after its five seconds, with the lowest priority meanwhile", async () => {
    const asked = system.ask("GET", "/123/supplier");
    await until(
      () => broker.depth(questions),
      (depth) => depth === 1,
    );
    const [question] = await broker.peek(questions);
    expect(question?.properties).toMatchObject({
      priority: 1,
      reply_to: expect.stringMatching(/^queue_localhost_8000_api_v1_products\.replies\.\w+$/),
    });
    expect(JSON.parse(question?.payload ?? "")).toMatchObject({
      method: "GET",
      payload: { action: "get_supplier_info", product_id: 123 },
      urgency: "low",
    });
    expect(await asked).toMatchObject({ status: 503, body: { detail: "The suppliers service did not answer; try again." } });
  }, 20_000);

  test("what was told meanwhile is handled when they are back, the most urgent first", async () => {
    await Promise.all((["ordering", "inventory"] as const).map((name) => system.start(name)));
    await Promise.all(
      [orders, stock].map((queue) =>
        until(
          () => broker.depth(queue),
          (depth) => depth === 0,
        ),
      ),
    );
    await until(
      () => system.article(125),
      (article) => article?.state === "discontinued",
    );
    await is(() => system.price(125), null);
    expect((await system.priceChanges()).filter(({ product_id }) => product_id === 125)).toMatchObject([
      { price: null, urgency: "critical" },
    ]);
  });
});

test("messaging is told to be healthy, as the reference words it", async () => {
  expect(await system.get("catalog", "/health/messaging")).toMatchObject({ messaging: "healthy" });
});
