import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { blockedCard, type OrdersSystem, sample, startOrdersSystem, unknownItem, until } from "../../support/orders-system.js";

let broker: TestBroker;
let system: OrdersSystem;

beforeAll(async () => {
  broker = await openTestBroker();
  system = await startOrdersSystem(broker.url);
});
afterAll(async () => {
  await system.close();
  await broker.close();
});

interface Stock {
  readonly stock: number;
  readonly reserved: number;
}
const stockOf = (itemId: string): Promise<Stock> => system.get<Stock>("product", `/products/${itemId}`);

/** Waits until an order's unit is back, which is some time after the order has failed. */
const cancelled = (id: string): Promise<unknown> =>
  until(
    () => system.get<{ status: string }>("product", `/reservations/${id}`),
    ({ status }) => status === "cancelled",
  );

const post = (body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${system.url("order")}/orders`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

describe("the reference's requests", () => {
  test("a good order is pending at first and completed in the end", async () => {
    const response = await post(sample);
    expect(response.status).toBe(201);
    const created = (await response.json()) as { id: string };
    expect(created).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/), ...sample, status: "pending", message: "Order is pending" });
    expect(response.headers.get("location")).toBe(`/orders/${created.id}`);
    expect(await system.settled(created.id)).toEqual({ ...created, status: "completed", message: "Order is completed" });
  });

  test("a completed order holds one unit and charged its price", async () => {
    const before = await stockOf(sample.itemId);
    const { id } = await system.place({ ...sample, price: 12.34 });
    await system.settled(id);
    expect(await stockOf(sample.itemId)).toMatchObject({ stock: before.stock - 1, reserved: before.reserved + 1 });
    expect(await system.get("payment", `/charges/${id}`)).toMatchObject({ amount: "12.34", status: "charged" });
  });

  test("an order of an unknown item fails", async () => {
    const { id } = await system.place({ ...sample, itemId: unknownItem });
    expect(await system.settled(id)).toMatchObject({ status: "failed", message: "Order is failed: the item is unknown" });
  });

  test("an order on a declining card fails and its unit goes back", async () => {
    const before = await stockOf(sample.itemId);
    const { id } = await system.place({ ...sample, cardId: blockedCard });
    expect(await system.settled(id)).toMatchObject({ status: "failed", message: "Order is failed: the card was declined" });
    await cancelled(id);
    expect(await stockOf(sample.itemId)).toEqual(before);
  });

  test("a malformed body gets 400 that names the field", async () => {
    const response = await post({ ...sample, price: "100" });
    expect([response.status, ((await response.json()) as { errors: object[] }).errors]).toMatchObject([400, [{ field: "/price" }]]);
  });

  test("a price with three decimal places gets 400 that names the field", async () => {
    const response = await post({ ...sample, price: 1.005 });
    expect([response.status, ((await response.json()) as { errors: object[] }).errors]).toMatchObject([400, [{ field: "/price" }]]);
  });

  test("an unknown id gets 404", async () => {
    const response = await fetch(`${system.url("order")}/orders/${unknownItem}`);
    expect([response.status, response.headers.get("content-type")]).toEqual([404, "application/problem+json; charset=utf-8"]);
  });
});

describe("beyond the reference", () => {
  test("the last unit is sold once, however many ask for it at once", async () => {
    const last = "123e4567-e89b-12d3-a456-426614174012";
    const placed = await Promise.all(Array.from({ length: 10 }, () => system.place({ ...sample, itemId: last })));
    const ended = await Promise.all(placed.map(({ id }) => system.settled(id)));
    expect(ended.filter(({ status }) => status === "completed")).toHaveLength(1);
    expect(await stockOf(last)).toMatchObject({ stock: 0, reserved: 1 });
  });

  test("a request repeated under one Idempotency-Key places one order", async () => {
    const headers = { "idempotency-key": "order-42" };
    const answers = await Promise.all(Array.from({ length: 5 }, () => system.place(sample, headers)));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  });

  test("an Idempotency-Key used for another body gets 409", async () => {
    const headers = { "idempotency-key": "order-43" };
    await system.place(sample, headers);
    expect((await post({ ...sample, price: 1 }, headers)).status).toBe(409);
  });

  test("orders are listed newest first, page by page, each once", async () => {
    const customerId = "123e4567-e89b-12d3-a456-4266141740ff";
    const placed = [];
    for (let index = 0; index < 5; index++) placed.push((await system.place({ ...sample, customerId })).id);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const next = cursor === undefined ? "" : `&cursor=${cursor}`;
      const page = await system.get<{ items: { id: string }[]; nextCursor?: string }>(
        "order",
        `/orders?limit=2&customerId=${customerId}${next}`,
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(placed.reverse());
  });

  test("a made-up cursor gets 400", async () => {
    expect((await fetch(`${system.url("order")}/orders?cursor=bm90LWE`)).status).toBe(400);
  });

  test("whoever wants to know is told how orders end", async () => {
    const channel = await broker.channel();
    const { queue } = await channel.assertQueue("", { exclusive: true });
    await channel.bindQueue(queue, "order-events", "order.#");
    const good = await system.place();
    const bad = await system.place({ ...sample, cardId: blockedCard });
    const told: Record<string, unknown> = {};
    await channel.consume(queue, (message) => {
      if (message === null) return;
      const event = JSON.parse(message.content.toString()) as { orderId: string };
      told[event.orderId] = message.fields.routingKey;
    });
    // Orders of the tests before may still be ending: only these two count.
    const ends = async (): Promise<unknown[]> => [told[good.id], told[bad.id]];
    expect(await until(ends, (both) => both.every((one) => one !== undefined))).toEqual(["order.completed", "order.failed"]);
    await cancelled(bad.id);
    await channel.close();
  });

  test("every message of an order sent again by hand changes nothing", async () => {
    const { id } = await system.place();
    await system.settled(id);
    const before = [await stockOf(sample.itemId), await system.get("payment", `/cards/${sample.cardId}`)];
    const action = { orderId: id, customerId: sample.customerId, cardId: sample.cardId, itemId: sample.itemId, price: "100.00" };
    const send = (exchange: string, key: string, body: object): Promise<void> => broker.send(exchange, key, JSON.stringify(body));
    for (let copy = 0; copy < 3; copy++) {
      await send("order-action-exchange", "product-reservation-action-queue", action);
      await send("order-action-exchange", "payment-action-queue", action);
      await send("order-result-exchange", "product-reservation-result-queue", { orderId: id, status: "reserved" });
      await send("order-result-exchange", "payment-result-queue", { orderId: id, status: "charged" });
      await send("dlx-exchange", "dlx-payment-action-queue", action);
    }
    const { id: next } = await system.place({ ...sample, itemId: unknownItem });
    await system.settled(next);
    expect([await stockOf(sample.itemId), await system.get("payment", `/cards/${sample.cardId}`)]).toEqual(before);
    expect(await system.get("order", `/orders/${id}`)).toMatchObject({ status: "completed" });
  });
});
