import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { order } from "#generated/orders/order/index.js";
import document from "#generated/orders/order/openapi.json" with { type: "json" };
import { type RunningService, readConfig, startService } from "#host";
import { createOrderApi } from "../../src/services/orders/order/http.js";
import { createOrderService } from "../../src/services/orders/order/service.js";
import { migrations, orderStore } from "../../src/services/orders/order/store.js";
import { sample } from "../support/orders-system.js";

/** Accepts orders without a broker: they wait in the outbox. */
let service: RunningService;

beforeAll(async () => {
  const env = { RABBITMQ_URL: "amqp://127.0.0.1:1", DATABASE_URL: ":memory:", HTTP_PORT: "0", LOG_LEVEL: "silent", SHUTDOWN_MS: "0" };
  service = await startService(
    {
      contract: order,
      migrations,
      handlers: (tx) => createOrderService(orderStore(tx)),
      http: { document, port: 8080, api: ({ db, publish }) => createOrderApi(orderStore(db), publish) },
    },
    readConfig(env, order.id),
  );
});
afterAll(() => service.stop());

const post = (body: object, key?: string): Promise<Response> =>
  fetch(`${service.url}/orders`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(key !== undefined && { "idempotency-key": key }) },
    body: JSON.stringify(body),
  });

const enqueued = async (): Promise<number> => {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  return Number(/^warren_enqueued_total\{operation="productReservation"\} (\d+)$/m.exec(text)?.[1] ?? 0);
};

describe("a request that changes something", () => {
  test("is counted with the messages that it sends", async () => {
    const before = await enqueued();
    expect((await post(sample)).status).toBe(201);
    expect((await enqueued()) - before).toBe(1);
  });

  test("that comes again under its key gets the first answer and sends nothing", async () => {
    const first = await (await post(sample, "twice")).json();
    const before = await enqueued();
    expect(await (await post(sample, "twice")).json()).toEqual(first);
    expect((await enqueued()) - before).toBe(0);
  });

  test("and was refused as faulty can be mended and sent under the same key", async () => {
    expect((await post({ ...sample, price: 1.005 }, "mended")).status).toBe(400);
    expect((await post({ ...sample, price: 1.01 }, "mended")).status).toBe(201);
    expect((await post({ ...sample, price: 1.02 }, "mended")).status).toBe(409);
  });
});

test("an id is read in any spelling that RFC 9562 allows, and kept in one", async () => {
  const spelled = { ...sample, customerId: "ABCDEF67-E89B-12D3-A456-426614174000", cardId: `urn:uuid:${sample.cardId}` };
  const placed = (await (await post(spelled)).json()) as { id: string; customerId: string; cardId: string };
  expect(placed).toMatchObject({ customerId: "abcdef67-e89b-12d3-a456-426614174000", cardId: sample.cardId });
  const found = await fetch(`${service.url}/orders/${placed.id.toUpperCase()}`);
  expect(await found.json()).toMatchObject({ id: placed.id });
  const listed = (await (await fetch(`${service.url}/orders?customerId=${spelled.customerId}`)).json()) as { items: object[] };
  expect(listed.items).toHaveLength(1);
});
