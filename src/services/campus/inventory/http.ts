import type { operations } from "#generated/campus/inventory/http.js";
import type { HttpHandlers } from "#http";
import type { InventoryStore } from "./store.js";

/** What there is, and how many orders were processed. */
export const createInventoryApi = (inventory: InventoryStore): HttpHandlers<operations> => ({
  listInventory: async () => ({ status: 200, body: { items: await inventory.items() } }),
  getHealth: async () => ({ status: 200, body: { status: "up", service: "inventory", processed: await inventory.processed() } }),
});
