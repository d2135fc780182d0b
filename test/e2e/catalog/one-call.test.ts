/** `sendToMicroservice`: one call to any target, typed; what the contract does not allow never leaves. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { openPublisher, orders, priced, type Sending, stock } from "./catalog-stage.js";

let broker: TestBroker;
let catalog: Sending;
beforeAll(async () => {
  broker = await openTestBroker();
  catalog = await openPublisher(broker);
});
afterAll(async () => {
  await catalog.broker.close();
  await broker.close();
});

const depths = () => Promise.all([orders, stock].map((queue) => broker.depth(queue)));

test("the reference's example is one call, and arrives as the reference writes it", async () => {
  await catalog.publish.sendToMicroservice({
    toService: "http://localhost:8002/api/v1/orders",
    method: "POST",
    message: { event: "product.price_changed", product_id: 123, new_price: 99.99 },
    urgency: "high",
  });
  const [taken] = await broker.take(orders);
  expect(JSON.parse(taken?.body.toString() ?? "")).toEqual({
    from_service: "catalog-service",
    to_service: "http://localhost:8002/api/v1/orders",
    method: "POST",
    payload: { event: "product.price_changed", product_id: 123, new_price: 99.99 },
    urgency: "high",
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as unknown,
  });
  expect(taken?.properties).toMatchObject({ priority: 8, deliveryMode: 2 });
});

test.each([
  ["low", 1],
  ["medium", 5],
  ["high", 8],
  ["critical", 10],
] as const)("%s is priority %d", async (urgency, priority) => {
  await catalog.publish.sendToMicroservice(priced(123, 1, urgency));
  expect((await broker.take(orders)).map(({ properties }) => properties.priority)).toEqual([priority]);
});

describe("refused before anything is sent, by the compiler and at run time", () => {
  const call = priced(123, 99.99);
  const refused = async (sending: Promise<void>, about: RegExp): Promise<void> => {
    await expect(sending).rejects.toMatchObject({ code: "invalid", message: expect.stringMatching(about) as unknown });
    expect(await depths()).toEqual([0, 0]);
  };

  test("a target that the contract does not know", () =>
    // @ts-expect-error it is none of the targets
    refused(catalog.publish.sendToMicroservice({ ...call, toService: "http://localhost:9999/api/v1/anything" }), /\/to_service must be/));

  test("a payload without an event", () =>
    // @ts-expect-error it is none of the events
    refused(catalog.publish.sendToMicroservice({ ...call, message: { data: "test" } }), /\/payload/));

  test("an event that misses what belongs to it", () =>
    // @ts-expect-error the price is missing
    refused(catalog.publish.sendToMicroservice({ ...call, message: { event: "product.price_changed", product_id: 123 } }), /new_price/));

  test("what belongs to another event", () => {
    const message = { event: "product.created", product_id: 1, new_price: 1 } as const;
    // @ts-expect-error a new product has data
    return refused(catalog.publish.sendToMicroservice({ ...call, message }), /product_data/);
  });

  test("an urgency that there is not", () =>
    // @ts-expect-error it is none of the four
    refused(catalog.publish.sendToMicroservice({ ...call, urgency: "urgent" }), /\/urgency must be/));

  test("a call without a target", () => {
    const { toService: _, ...rest } = call;
    // @ts-expect-error nobody is told
    return refused(catalog.publish.sendToMicroservice(rest), /to_service/);
  });

  test("a priority other than the urgency's", () =>
    refused(catalog.publish.sendToMicroservice(call, { priority: 1 }), /gives its message the priority 8, and is given the priority 1/));
});

test("a message whose queue is not there rejects", async () => {
  const channel = await broker.channel();
  await channel.deleteQueue(orders);
  await channel.close();
  await expect(catalog.publish.sendToMicroservice(priced(123, 99.99))).rejects.toMatchObject({ code: "unroutable" });
  expect(await broker.depth(stock)).toBe(0);
});
