/**
 * One instance of inventory, beside others on one database: `inventory-child.ts <database> <from> <to>`. Handles the orders of these
 * numbers, each delivered twice under message ids of its own, and ends when all are handled.
 */
import { setTimeout as pause } from "node:timers/promises";
import { inventory } from "#generated/campus/inventory/index.js";
import { order } from "#generated/campus/order/index.js";
import { createSend, openMemoryBroker, startConsumers } from "#messaging";
import { openStore } from "#persistence";
import { createInventoryService } from "../../../src/services/campus/inventory/service.js";
import { type InventoryTables, inventoryStore, migrations } from "../../../src/services/campus/inventory/store.js";

const quiet = () => undefined;
const silent = { debug: quiet, info: quiet, warn: quiet, error: quiet };
const [url = "", from = "0", to = "0"] = process.argv.slice(2);
const broker = openMemoryBroker();
const store = await openStore<InventoryTables>({ url, migrations, owner: inventory.id });
const handlers = (tx: Parameters<typeof inventoryStore>[0]) => createInventoryService(inventoryStore(tx));
await broker.declare(inventory.topology);

const { orderPlaced } = order.publisher(createSend({ broker, appId: order.id }));
for (let n = Number(from); n < Number(to); n++) {
  const items = [
    { item_id: "item_1", quantity: 1 + (n % 3), price: 1 },
    { item_id: "item_2", quantity: 1 + (n % 2), price: 1 },
  ];
  const event = { order_id: `ORD-20240218-${String(n).padStart(8, "0")}`, user_id: "u", items };
  await orderPlaced(event);
  await orderPlaced(event);
}
process.stdout.write("ready\n");
await new Promise((resolve) => process.stdin.once("data", resolve));

const consumers = await startConsumers({ broker, contract: inventory, handlers, unit: store, log: silent });
while ((await broker.depth("order_placed")) !== 0 || consumers.inFlight > 0) await pause(5);
await consumers.stop();
await store.close();
// Nothing failed an attempt: what was known already was told from the contract's key, not from a clash in the database.
const failures = ["order_placed.wait.500", "order_placed.wait.2000", "order_placed.wait.8000", "dlq"].map((queue) => broker.depth(queue));
process.exitCode = (await Promise.all(failures)).every((depth) => depth === 0) ? 0 : 1;
process.stdin.destroy();
