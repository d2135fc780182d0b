import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inventory, type OrderItems } from "#generated/campus/inventory/index.js";
import { openStore, type Store } from "#persistence";
import { createInventoryService } from "../../../src/services/campus/inventory/service.js";
import { type InventoryTables, inventoryStore, migrations } from "../../../src/services/campus/inventory/store.js";

let store: Store<InventoryTables>;
beforeAll(async () => {
  store = await openStore<InventoryTables>({ url: ":memory:", migrations });
});
afterAll(() => store.close());

type Levels = Readonly<Record<string, number>>;
interface Outcome {
  readonly n: number;
  readonly outcome: "reserved" | "failed";
}

const itemId = fc.constantFrom("item_1", "item_2", "item_3", "item_9");
const line = fc.record({ item_id: itemId, quantity: fc.integer({ min: 1, max: 6 }), price: fc.constant(1) });
const someOrders = fc.array(fc.array(line, { minLength: 1, maxLength: 4 }), { maxLength: 25 });
const level = fc.integer({ min: 0, max: 30 });
const someStock = fc.record({ item_1: level, item_2: level, item_3: level });

/** Starts anew with this stock. */
async function restock(levels: Levels): Promise<void> {
  await store.perform({
    run: async ({ tx }) => {
      await tx.deleteFrom("processed_orders").execute();
      for (const [id, stock] of Object.entries(levels))
        await tx.updateTable("items").set({ stock, reserved: 0 }).where("item_id", "=", id).execute();
    },
  });
}

/** Has an order handled in a unit of work; tells what was published for it. */
async function handle(n: number, items: OrderItems): Promise<Outcome> {
  const outcomes: Outcome["outcome"][] = [];
  await store.perform({
    run: async ({ tx }) => {
      outcomes.length = 0;
      const publish = inventory.publisher(async ({ id }) => void outcomes.push(id === "inventoryReserved" ? "reserved" : "failed"));
      const payload = { order_id: `ORD-20240218-${String(n).padStart(8, "0")}`, user_id: "u", items, timestamp: "2024-02-18T12:00:00Z" };
      const message = { name: "OrderPlaced" as const, payload, headers: {}, exchange: "", routingKey: "" };
      const context = { publish, signal: new AbortController().signal, attempt: 1, onDone: () => undefined };
      await createInventoryService(inventoryStore(tx)).onOrderPlaced(message, context);
    },
  });
  const [outcome, ...more] = outcomes;
  if (outcome === undefined || more.length > 0) throw new Error(`order ${n} was told of ${outcomes.length} times`);
  return { n, outcome };
}

const unitsOf = (items: OrderItems, id: string): number =>
  items.filter(({ item_id }) => item_id === id).reduce((sum, { quantity }) => sum + quantity, 0);

test("after any orders, made at once or one by one, what is left and what reserved orders hold is what there was", async () => {
  await fc.assert(
    fc.asyncProperty(someStock, someOrders, fc.boolean(), async (seeded: Levels, orders, together) => {
      await restock(seeded);
      const outcomes: Outcome[] = [];
      if (together) outcomes.push(...(await Promise.all(orders.map((items, n) => handle(n, items)))));
      else for (const [n, items] of orders.entries()) outcomes.push(await handle(n, items));
      const held = outcomes.filter(({ outcome }) => outcome === "reserved").map(({ n }) => orders[n] ?? []);
      const { items, processed } = await store.read(async (db) => ({
        items: await inventoryStore(db).items(),
        processed: await inventoryStore(db).processed(),
      }));
      for (const { item_id, stock, reserved } of items) {
        expect(stock).toBeGreaterThanOrEqual(0);
        expect(stock + reserved).toBe(seeded[item_id]);
        expect(reserved).toBe(held.reduce((sum, order) => sum + unitsOf(order, item_id), 0));
      }
      expect(processed).toBe(orders.length);
    }),
    { numRuns: 150 },
  );
});

test("an order is reserved where, and only where, there is enough of all that it asks for", async () => {
  await fc.assert(
    fc.asyncProperty(someStock, someOrders, async (seeded: Levels, orders) => {
      await restock(seeded);
      const left: Record<string, number> = { ...seeded };
      for (const [n, items] of orders.entries()) {
        const ids = [...new Set(items.map(({ item_id }) => item_id))];
        const enough = ids.every((id) => (left[id] ?? 0) >= unitsOf(items, id));
        if (enough) for (const id of ids) left[id] = (left[id] ?? 0) - unitsOf(items, id);
        expect(await handle(n, items)).toEqual({ n, outcome: enough ? "reserved" : "failed" });
      }
    }),
    { numRuns: 150 },
  );
});
