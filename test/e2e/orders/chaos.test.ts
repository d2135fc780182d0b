import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import Big from "big.js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PrivateBroker, startPrivateBroker } from "../../support/broker.js";
import {
  type ApplicationName,
  applications,
  type OrderBody,
  type OrdersSystem,
  sample,
  startOrdersSystem,
  until,
} from "../../support/orders-system.js";

const count = 500;

let broker: PrivateBroker;
let system: OrdersSystem;

beforeAll(async () => {
  broker = await startPrivateBroker();
  system = await startOrdersSystem(broker.url);
  await broker.writeDeclarations();
});
afterAll(async () => {
  await system.close();
  await broker.close();
});

/** Places one order and tries until it is answered, always under the same key, as a careful client does. */
async function placeForSure(price: number): Promise<string> {
  const key = randomUUID();
  for (;;) {
    try {
      return (await system.place({ ...sample, price }, { "idempotency-key": key })).id;
    } catch (error) {
      // A refusal is final; a service that is away or has lost its broker answers 5xx or not at all.
      if (error instanceof Error && / answered 4/.test(error.message)) throw error;
      await pause(50);
    }
  }
}

/** Orders at a steady pace from several clients, so that there are always some on their way. */
async function placeAll(): Promise<string[]> {
  const ids: string[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < count) {
      next++;
      ids.push(await placeForSure((100 + (next % 100)) / 100));
      await pause(200);
    }
  };
  await Promise.all(Array.from({ length: 8 }, client));
  return ids;
}

async function killAndRestart(name: ApplicationName): Promise<void> {
  await system.kill(name);
  await system.start(name);
}

interface Card {
  readonly charged: string;
}
interface Product {
  readonly stock: number;
  readonly reserved: number;
}

test(`${count} orders end completed or failed and everything adds up while services and broker are killed`, {
  timeout: 240_000,
}, async () => {
  const placing = placeAll();
  for (const name of applications) await killAndRestart(name);
  await broker.kill();
  await broker.restart();
  for (const name of applications) await killAndRestart(name);
  const ids = await placing;
  const orders = await Promise.all(ids.map((id) => system.settled(id, 90_000)));

  expect(new Set(ids).size).toBe(count);
  const completed = orders.filter(({ status }) => status === "completed");
  const spent = completed.reduce((sum, { price }) => sum.plus(price), new Big(0)).toFixed(2);
  const settled = {
    charged: spent,
    reserved: completed.length,
    stock: 1_000_000 - completed.length,
    charges: completed.length,
    waiting: 0,
  };
  const figures = await until(
    () => addUp(orders),
    (found) => JSON.stringify(found) === JSON.stringify(settled),
    60_000,
  ).catch(() => addUp(orders));
  expect(figures).toEqual(settled);
  expect(await allOrders()).toHaveLength(count);
  expect(completed.length).toBeGreaterThan(count / 2);
});

async function addUp(orders: readonly OrderBody[]) {
  const { charged } = await system.get<Card>("payment", `/cards/${sample.cardId}`);
  const { stock, reserved } = await system.get<Product>("product", `/products/${sample.itemId}`);
  const charges = await Promise.all(orders.map(({ id }) => chargeOf(id)));
  const depths = await Promise.all((await broker.queues()).map(({ name }) => broker.depth(name)));
  const waiting = depths.reduce<number>((sum, depth) => sum + (depth ?? 0), 0);
  return { charged, reserved, stock, charges: charges.filter((status) => status === "charged").length, waiting };
}

async function chargeOf(id: string): Promise<string> {
  const response = await fetch(`${system.url("payment")}/charges/${id}`);
  return response.status === 404 ? "none" : ((await response.json()) as { status: string }).status;
}

async function allOrders(): Promise<OrderBody[]> {
  const found: OrderBody[] = [];
  let cursor: string | undefined;
  do {
    const next: string = cursor === undefined ? "" : `&cursor=${cursor}`;
    const page = await system.get<{ items: OrderBody[]; nextCursor?: string }>("order", `/orders?limit=100${next}`);
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
}
