import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import type { Instance } from "../../support/instance.js";
import { type CampusSystem, type NewOrder, plenty, repeat, sample, startCampusSystem, until } from "./campus-stage.js";

const count = 2_000;
/** Every so manieth order asks for one of the five `item_3`, too. */
const every = 100;

let broker: TestBroker;
let system: CampusSystem;
let instances: Instance[];

beforeAll(async () => {
  broker = await openTestBroker();
  system = await startCampusSystem(broker.url);
  instances = [system.instance("inventory"), await system.another("inventory"), await system.another("inventory")];
  await Promise.all(instances.slice(1).map((instance) => instance.start()));
});
afterAll(async () => {
  await system.close();
  await broker.close();
});

const rare: NewOrder = { ...sample, items: [...sample.items, { item_id: "item_3", quantity: 1, price: 5.0 }] };

const handledBy = async ({ url }: Instance): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^warren_consumed_total\{.*outcome="done".*\} (\d+)$/m.exec(text)?.[1] ?? 0);
};

test(`stock adds up exactly when three instances share ${count} orders and one of them is killed and started again`, {
  timeout: 120_000,
}, async () => {
  const placing = repeat(count, 32, (at) => system.place(at % every === 0 ? rare : sample));
  const [first, second, third] = instances;
  await until(system.processed, (processed) => processed > count / 10);
  await third?.kill();
  // What it had committed and not sent leaves with the next start of its application.
  await third?.start();
  const ids = (await placing).map(({ order_id }) => order_id);
  const orders = await until(system.orders, (all) => all.every(({ status }) => status !== "placed"), 60_000);
  expect(orders.map(({ order_id }) => order_id).sort()).toEqual([...ids].sort());

  const failed = orders.filter(({ status }) => status === "failed");
  expect(failed).toHaveLength(count / every - 5);
  for (const { items } of failed) expect(items).toHaveLength(3);
  const reserved = count - failed.length;
  expect(await Promise.all(["item_1", "item_2", "item_3"].map(system.item))).toEqual([
    { item_id: "item_1", stock: plenty - 2 * reserved, reserved: 2 * reserved },
    { item_id: "item_2", stock: plenty - reserved, reserved },
    { item_id: "item_3", stock: 0, reserved: 5 },
  ]);
  expect(await system.processed()).toBe(count);
  const notifications = await until(system.notifications, (all) => all.length >= count, 60_000);
  expect(notifications.map(({ order_id }) => order_id).sort()).toEqual([...ids].sort());
  for (const instance of [first, second]) expect(instance && (await handledBy(instance))).toBeGreaterThan(0);
});
