/** The campus applications as real processes, with what can be said to them, and a publisher that is none of ours. */

import { python } from "../../support/pika.js";
import { runProgram } from "../../support/processes.js";
import { type System, startSystem, until } from "../../support/system.js";

export { until } from "../../support/system.js";

export const applications = ["order", "inventory", "notification"] as const;
export type ApplicationName = (typeof applications)[number];

interface Line {
  readonly item_id: string;
  readonly quantity: number;
  readonly price: number;
}
export interface NewOrder {
  readonly user_id: string;
  readonly items: readonly Line[];
}
export interface Order extends NewOrder {
  readonly order_id: string;
  readonly status: "placed" | "reserved" | "failed";
  readonly reason?: string;
}
export interface Item {
  readonly item_id: string;
  readonly stock: number;
  readonly reserved: number;
}
export interface Notification {
  readonly order_id: string;
  readonly type: "reserved" | "failed";
}

/** What a new database has of `item_1` and of `item_2`. */
export const plenty = 1_000_000;
/** The reference's order. */
export const sample: NewOrder = {
  user_id: "user_123",
  items: [
    { item_id: "item_1", quantity: 2, price: 10.0 },
    { item_id: "item_2", quantity: 1, price: 15.0 },
  ],
};
/** One more of `item_3` than there is. */
export const tooMuch: NewOrder = {
  user_id: "user_123",
  items: [
    { item_id: "item_1", quantity: 1, price: 10.0 },
    { item_id: "item_3", quantity: 6, price: 5.0 },
  ],
};

export interface CampusSystem extends System<ApplicationName> {
  /** `POST /order`; rejects unless it answers 201. */
  place(order?: NewOrder): Promise<Order>;
  /** Waits until the inventory has decided on an order. */
  settled(id: string): Promise<Order>;
  orders(): Promise<Order[]>;
  notifications(): Promise<Notification[]>;
  item(id: string): Promise<Item>;
  /** Orders that the inventory has processed. */
  processed(): Promise<number>;
  /** Deliveries of an operation that ended so, in the present run of the inventory. */
  outcomes(outcome: string): Promise<number>;
}

/** Builds and starts all three applications. They log from `info` on. */
export async function startCampusSystem(brokerUrl: string): Promise<CampusSystem> {
  const system = await startSystem<ApplicationName>({ brokerUrl, group: "campus", logLevel: "info" });
  return {
    ...system,
    place: (order = sample) => place(system.url("order"), order),
    settled: (id) =>
      until(
        () => system.get<Order>("order", `/order/${id}`),
        ({ status }) => status !== "placed",
      ),
    orders: () => everyPage<Order>(system, "order", "/orders"),
    notifications: () => everyPage<Notification>(system, "notification", "/notifications"),
    item: async (id) => {
      const { items } = await system.get<{ items: Item[] }>("inventory", "/inventory");
      const found = items.find(({ item_id }) => item_id === id);
      if (found === undefined) throw new Error(`There is no ${id}.`);
      return found;
    },
    processed: async () => (await system.get<{ processed: number }>("inventory", "/health")).processed,
    outcomes: async (outcome) => {
      const text = await (await fetch(`${system.url("inventory")}/metrics`)).text();
      const [, count = "0"] = new RegExp(`^warren_consumed_total\\{.*outcome="${outcome}".*\\} (\\d+)$`, "m").exec(text) ?? [];
      return Number(count);
    },
  };
}

async function place(url: string, order: NewOrder): Promise<Order> {
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(order) };
  const response = await fetch(`${url}/order`, init);
  if (response.status !== 201) throw new Error(`POST ${url}/order answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Order;
}

async function everyPage<T>(system: System<ApplicationName>, name: ApplicationName, path: string): Promise<T[]> {
  const found: T[] = [];
  let cursor: string | undefined;
  do {
    const query: string = cursor === undefined ? "" : `&cursor=${cursor}`;
    const page = await system.get<{ items: T[]; next_cursor?: string }>(name, `${path}?limit=1000${query}`);
    found.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== undefined);
  return found;
}

/** Does `work` so many times, `width` at a time. */
export async function repeat<T>(count: number, width: number, work: (at: number) => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const at = next++;
      done[at] = await work(at);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return done;
}

/** An event as any program might publish it. */
export const placed = (order_id: string, order: NewOrder = sample): object => ({ order_id, ...order, timestamp: "2024-02-18T12:00:00Z" });

/** Publishes a body to `order_events` with a client in Python, so many times, each time under another message id. Rejects unless every one reached a queue. */
export async function publishInPython(url: string, body: string, count = 1): Promise<void> {
  const args = ["test/e2e/campus/publish.py", url, "order_events", "order.placed", String(count)];
  const { ended, output } = runProgram(python ?? "python3", args, { input: body });
  if ((await ended) !== 0) throw new Error(output());
}
