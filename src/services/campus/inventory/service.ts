import type { InventoryHandlers, OrderItems, UnavailableItem } from "#generated/campus/inventory/index.js";
import type { InventoryStore } from "./store.js";

/** Units by item: lines of one item count together. */
function unitsByItem(items: OrderItems): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const { item_id, quantity } of items) units.set(item_id, (units.get(item_id) ?? 0) + quantity);
  return units;
}

const inWords = ({ item_id, requested, available }: UnavailableItem, isKnown: boolean): string =>
  isKnown ? `Not enough of ${item_id}: ${requested} wanted, ${available} left.` : `There is no ${item_id}.`;

/** Reserves all that an order asks for, or nothing of it. Reads before it writes: both are in one transaction that no other writer is beside. */
export const createInventoryService = (inventory: InventoryStore): InventoryHandlers => ({
  async onOrderPlaced({ payload: { order_id, user_id, items } }, { publish }) {
    const wanted = unitsByItem(items);
    const stock = await inventory.stockOf([...wanted.keys()]);
    const unavailable = [...wanted]
      .map(([item_id, requested]) => ({ item_id, requested, available: stock.get(item_id) ?? 0 }))
      .filter(({ requested, available }) => requested > available);
    if (unavailable.length > 0) {
      await inventory.addProcessed(order_id, "failed");
      const reason = unavailable.map((item) => inWords(item, stock.has(item.item_id))).join(" ");
      await publish.inventoryFailed({ order_id, user_id, reason, unavailable });
      return;
    }
    for (const [itemId, units] of wanted) await inventory.reserve(itemId, units);
    await inventory.addProcessed(order_id, "reserved");
    await publish.inventoryReserved({ order_id, user_id, items });
  },
});
