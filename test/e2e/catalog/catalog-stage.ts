/** The catalog's applications as real processes: products over HTTP, and what the listeners made of them in their databases. */
import Database from "better-sqlite3";
import { type CatalogPublisher, catalog } from "#generated/catalog/catalog/index.js";
import { type Broker, createSend, openRabbit } from "#messaging";
import type { TestBroker } from "../../support/broker.js";
import { type System, startSystem } from "../../support/system.js";

export { until } from "../../support/system.js";

export const applications = ["catalog", "ordering", "inventory", "suppliers"] as const;
export type ApplicationName = (typeof applications)[number];

export const orders = "queue_localhost_8002_api_v1_orders";
export const stock = "queue_localhost_8003_api_v1_inventory";
export const questions = "queue_localhost_8004_api_v1_suppliers";

export interface Product {
  readonly product_id: number;
  readonly name: string;
  readonly price: string;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export interface PriceChange {
  readonly product_id: number;
  readonly price: string | null;
  readonly urgency: string;
}

export interface CatalogSystem extends System<ApplicationName> {
  /** Any request to the catalog's API; `path` starts at the products. */
  ask(method: string, path?: string, body?: object): Promise<Answer>;
  /** Adds a product. */
  add(name: string, price: string): Promise<Product>;
  /** What ordering charges for a product; null for one that is withdrawn. */
  price(product: number): Promise<string | null | undefined>;
  /** Every change of the price list, in the order in which ordering made it. */
  priceChanges(): Promise<readonly PriceChange[]>;
  /** How many there are. */
  priceChangeCount(): Promise<number>;
  article(product: number): Promise<{ readonly units: number; readonly state: string } | undefined>;
  /** Does something to a listener's database from outside. */
  intrude(name: ApplicationName, work: (database: Database.Database) => void): void;
}

export async function startCatalogSystem(brokerUrl: string, started?: readonly ApplicationName[]): Promise<CatalogSystem> {
  const system = await startSystem<ApplicationName>({ brokerUrl, group: "catalog", ...(started === undefined ? {} : { started }) });
  const intrude = (name: ApplicationName, work: (database: Database.Database) => void): void => {
    const database = new Database(system.database(name));
    database.pragma("busy_timeout = 10000");
    try {
      work(database);
    } finally {
      database.close();
    }
  };
  const rows = (name: ApplicationName, sql: string, ...parameters: readonly unknown[]): unknown[] => {
    let found: unknown[] = [];
    intrude(name, (database) => {
      found = database.prepare(sql).all(...parameters);
    });
    return found;
  };
  return {
    ...system,
    add: async (name, price) => (await ask(`${system.url("catalog")}/api/v1/products`, "POST", { name, price })).body as Product,
    ask: (method, path = "", body) => ask(`${system.url("catalog")}/api/v1/products${path}`, method, body),
    price: async (product) => (rows("ordering", "select price from price_list where product_id = ?", product) as PriceChange[])[0]?.price,
    priceChanges: async () => rows("ordering", "select product_id, price, urgency from price_changes order by position") as PriceChange[],
    priceChangeCount: async () => (rows("ordering", "select count(*) as count from price_changes") as { count: number }[])[0]?.count ?? 0,
    article: async (product) =>
      (rows("inventory", "select units, state from articles where product_id = ?", product) as { units: number; state: string }[])[0],
    intrude,
  };
}

async function ask(url: string, method: string, body?: object): Promise<Answer> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method, ...(body === undefined ? {} : { headers, body: JSON.stringify(body) }) });
  const text = await response.text();
  return { status: response.status, body: text === "" ? undefined : JSON.parse(text) };
}

export interface Sending {
  readonly publish: CatalogPublisher;
  readonly broker: Broker;
}

/** The catalog's generated publisher, straight to the broker. */
export async function openPublisher({ url }: Pick<TestBroker, "url">): Promise<Sending> {
  const broker = openRabbit({ url, name: "catalog tests" });
  const { queues } = catalog.topology;
  await broker.declare({ exchanges: [], queues: queues.filter(({ name }) => !name.includes("{")), bindings: [] });
  return { broker, publish: catalog.publisher(createSend({ broker, appId: catalog.id })) };
}

const target = "http://localhost:8002/api/v1/orders";

/** One price change for ordering, as a call. */
export const priced = (product_id: number, new_price: number, urgency: "low" | "medium" | "high" | "critical" = "high") =>
  ({ toService: target, method: "POST", message: { event: "product.price_changed", product_id, new_price }, urgency }) as const;
