import { afterEach, beforeEach, expect, test } from "vitest";
import { inventory } from "#generated/campus/inventory/index.js";
import { createSend, type MemoryBroker, openMemoryBroker } from "#messaging";
import { notificationPart } from "./campus-parts.js";
import { eventually, type Player, play } from "./campus-stage.js";

let broker: MemoryBroker;
let service: Player;
let log: string[];
beforeEach(async () => {
  broker = openMemoryBroker();
  await broker.declare(inventory.topology);
  log = [];
  service = await play(
    notificationPart((_fields, line) => void log.push(line)),
    broker,
  );
});
afterEach(() => service.close());

const idOf = (n: number): string => `ORD-20240218-0000000${n}`;
const asInventory = () => inventory.publisher(createSend({ broker, appId: inventory.id }));
const reserved = (n: number): Promise<void> =>
  asInventory().inventoryReserved({ order_id: idOf(n), user_id: "user_123", items: [{ item_id: "item_1", quantity: 1, price: 10 }] });
const failed = (n: number): Promise<void> => {
  const unavailable = [{ item_id: "item_9", requested: 1, available: 0 }];
  return asInventory().inventoryFailed({ order_id: idOf(n), user_id: "user_7", reason: "There is no item_9.", unavailable });
};

interface Page {
  readonly items: readonly { readonly order_id: string; readonly type: string }[];
  readonly next_cursor?: string;
}
const page = async (query = ""): Promise<Page> => (await service.ask(`/notifications${query}`)).body as unknown as Page;
const listed = async (): Promise<readonly string[]> => (await page()).items.map(({ order_id }) => order_id);

test("a reserved order's user is told once, in the list and in the log", async () => {
  await reserved(1);
  await reserved(1);
  await failed(2);
  await eventually(() => log).toEqual(["Notified user_123: Your order ORD-20240218-00000001 is reserved.", expect.any(String)]);
  expect((await page()).items[1]).toEqual({
    order_id: idOf(1),
    user_id: "user_123",
    type: "reserved",
    message: "Your order ORD-20240218-00000001 is reserved.",
    sent_at: expect.any(String),
  });
});

test("a failed order's user is told why", async () => {
  await failed(1);
  const message = "Your order ORD-20240218-00000001 failed. There is no item_9.";
  await eventually(async () => (await page()).items).toMatchObject([{ user_id: "user_7", type: "failed", message }]);
});

test("notifications are listed page by page, the newest first", async () => {
  for (let n = 1; n <= 5; n++) {
    await (n % 2 === 0 ? failed(n) : reserved(n));
    await eventually(listed).toHaveLength(n);
  }
  expect(await listed()).toEqual([5, 4, 3, 2, 1].map(idOf));
  const first = await page("?limit=3");
  const second = await page(`?limit=3&cursor=${first.next_cursor ?? ""}`);
  expect([first.items.length, second.items.map(({ order_id }) => order_id)]).toEqual([3, [idOf(2), idOf(1)]]);
  expect(second.next_cursor).toBeUndefined();
});

test.each(["cursor=nonsense", "limit=0", "limit=1001"])("%s is answered 400 with the field at fault", async (query) => {
  const field = `query/${query.replace(/=.*/, "")}`;
  expect(await service.ask(`/notifications?${query}`)).toMatchObject({ status: 400, body: { errors: [{ field }] } });
});

test("the service says that it is up", async () => {
  expect(await service.ask("/health")).toMatchObject({ status: 200, body: { status: "up", service: "notification" } });
});
