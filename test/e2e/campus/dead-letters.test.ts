import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { temporaryFolder } from "../../support/folder.js";
import { runScript } from "../../support/processes.js";
import { type CampusSystem, placed, startCampusSystem, until } from "./campus-stage.js";

let broker: TestBroker;
let system: CampusSystem;

beforeAll(async () => {
  broker = await openTestBroker();
  system = await startCampusSystem(broker.url);
});
afterAll(async () => {
  await system.close();
  await broker.close();
});

/** `npm run warren -- dlq …`, without npm. */
async function dlq(...args: readonly string[]): Promise<{ code: number | string; output: string }> {
  const env = { ...process.env, RABBITMQ_URL: broker.url };
  const script = runScript(["--import", "tsx", "src/cli/main.ts", "dlq", ...args], { env });
  return { code: await script.ended, output: script.output() };
}

const inDlq = (count: number): Promise<unknown> =>
  until(
    () => broker.depth("dlq"),
    (depth) => depth === count,
  );

const order_id = "ORD-20240218-repaired";
const malformed = { ...placed(order_id), items: [{ item_id: "item_1", quantity: "two", price: 10.0 }] };

test("a malformed event lies in dlq with the reason; repaired and replayed it is an order like any other", {
  timeout: 120_000,
}, async () => {
  await broker.send("order_events", "order.placed", JSON.stringify(malformed), { messageId: "malformed-1" });
  await inDlq(1);
  const [dead] = await broker.peek("dlq");
  expect(dead?.properties.headers).toMatchObject({
    "x-failure-code": "invalid",
    "x-failure-reason": expect.stringMatching(/\/items\/0\/quantity.*integer/),
  });

  const shown = await dlq("show", "dlq");
  expect(shown.code).toBe(0);
  for (const part of ["malformed-1", "order_placed", "/items/0/quantity", "messages.yaml"]) expect(shown.output).toContain(part);

  // Unrepaired it comes back.
  expect(await dlq("replay", "dlq", "--id", "malformed-1")).toMatchObject({ code: 0 });
  await inDlq(1);
  expect(await system.processed()).toBe(0);

  const file = join(temporaryFolder(), "repaired.json");
  writeFileSync(file, JSON.stringify(placed(order_id)));
  expect(await dlq("replay", "dlq", "--id", "malformed-1", "--body", file)).toMatchObject({ code: 0 });
  await until(system.processed, (processed) => processed === 1);
  expect(await system.item("item_1")).toMatchObject({ reserved: 2 });
  const notifications = await until(system.notifications, (all) => all.length > 0);
  expect(notifications).toMatchObject([{ order_id, type: "reserved" }]);
  expect(await broker.depth("dlq")).toBe(0);
});
