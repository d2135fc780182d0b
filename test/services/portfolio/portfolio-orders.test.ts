import Big from "big.js";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { components } from "#generated/portfolio/portfolio/http.js";
import type { OrderCompleted, OrderFailed, PortfolioPublisher } from "#generated/portfolio/portfolio/index.js";
import type { HandlerContext } from "#messaging";
import { openStore } from "#persistence";
import { timeOf } from "../../../src/services/portfolio/portfolio/order-end.js";
import { createPortfolioService } from "../../../src/services/portfolio/portfolio/service.js";
import { portfolioStore } from "../../../src/services/portfolio/portfolio/store.js";
import { migrations, type PortfolioTables } from "../../../src/services/portfolio/portfolio/tables.js";
import { type PortfolioStage, portfolioStage } from "./portfolio-stage.js";

type Event = OrderCompleted | OrderFailed;
type Body = components["schemas"]["Portfolio"];
type Tell = { perform: PortfolioStage["store"]["perform"] };

const customer = "123e4567-e89b-12d3-a456-426614174000";
const other = "123e4567-e89b-12d3-a456-426614174999";
const context: HandlerContext<PortfolioPublisher> = { publish: {}, signal: new AbortController().signal, attempt: 1, onDone: () => {} };
const envelope = { headers: {}, exchange: "order-events", routingKey: "" };

const completed = (orderId: string, itemId: string, price: string, completedAt: string, customerId = customer): OrderCompleted => ({
  orderId,
  customerId,
  itemId,
  price,
  completedAt,
});
const failed = (orderId: string, itemId: string, failedAt: string, reason?: string): OrderFailed => ({
  orderId,
  customerId: customer,
  itemId,
  failedAt,
  ...(reason === undefined ? {} : { reason }),
});

/** Hands one event to the handler, in a unit of work of its own. */
async function tell(store: Tell, event: Event): Promise<void> {
  await store.perform({
    run: ({ tx }) => {
      const { onOrderEvent } = createPortfolioService(portfolioStore(tx));
      return "completedAt" in event
        ? onOrderEvent({ ...envelope, name: "OrderCompleted", payload: event }, context)
        : onOrderEvent({ ...envelope, name: "OrderFailed", payload: event }, context);
    },
  });
}

describe("order events", () => {
  let stage: PortfolioStage;
  beforeEach(async () => {
    stage = await portfolioStage();
  });
  afterEach(() => stage.close());

  const linked = async (): Promise<Body> => (await (await stage.refresh(42, { customer_id: customer })).json()) as Body;
  const orders = (body: Body) => body.history.filter((entry) => entry.type !== "cash_changed");

  test("become holdings and history of the linked customer's portfolio", async () => {
    await linked();
    await tell(stage.store, completed("o1", "item", "100.10", "2026-01-01T10:00:00Z"));
    await tell(stage.store, completed("o2", "item", "0.20", "2026-01-01T11:00:00Z"));
    await tell(stage.store, failed("o3", "item", "2026-01-01T10:30:00Z", "the card was declined"));
    const body = (await (await stage.read(42)).json()) as Body;
    expect(body.holdings).toEqual([{ item_id: "item", quantity: 2, cost: "100.30" }]);
    expect(orders(body)).toEqual([
      { at: "2026-01-01T11:00:00.000Z", type: "bought", order_id: "o2", item_id: "item", price: "0.20" },
      { at: "2026-01-01T10:30:00.000Z", type: "order_failed", order_id: "o3", item_id: "item", reason: "the card was declined" },
      { at: "2026-01-01T10:00:00.000Z", type: "bought", order_id: "o1", item_id: "item", price: "100.10" },
    ]);
  });

  test("of a customer that nobody linked yet appear once somebody does", async () => {
    await stage.refresh(42);
    await tell(stage.store, completed("o1", "item", "1.00", "2026-01-01T10:00:00Z"));
    expect(((await (await stage.read(42)).json()) as Body).holdings).toEqual([]);
    expect(await linked()).toMatchObject({ holdings: [{ item_id: "item", quantity: 1, cost: "1.00" }] });
  });

  test("of a customer that is no longer linked are the other customer's alone", async () => {
    await linked();
    await tell(stage.store, completed("o1", "item", "1.00", "2026-01-01T10:00:00Z"));
    const body = (await (await stage.refresh(42, { customer_id: other })).json()) as Body;
    expect([body.holdings, orders(body)]).toEqual([[], []]);
  });

  test("reach a customer's portfolio in any spelling of the id", async () => {
    await tell(stage.store, completed("o1", "item", "1.00", "2026-01-01T10:00:00Z", `urn:uuid:${customer.toUpperCase()}`));
    expect((await linked()).holdings).toHaveLength(1);
  });

  test("that come twice count once", async () => {
    const event = completed("o1", "item", "1.00", "2026-01-01T10:00:00Z");
    await tell(stage.store, event);
    await tell(stage.store, event);
    const body = await linked();
    expect([body.holdings, orders(body).length]).toEqual([[{ item_id: "item", quantity: 1, cost: "1.00" }], 1]);
  });

  test("come in pages with the changes of cash, each once, though many have one time", async () => {
    await linked();
    const at = "2026-01-01T10:00:00Z";
    const ids = Array.from({ length: 25 }, (_, index) => `o${String(index).padStart(2, "0")}`);
    for (const id of ids) await tell(stage.store, completed(id, "item", "1.00", at));
    await tell(stage.store, failed("o07", "item", at));
    const seen: string[] = [];
    let query = "?limit=10";
    for (;;) {
      const { history, next_cursor } = (await (await stage.read(42, query)).json()) as Body;
      seen.push(...history.map((entry) => (entry.type === "cash_changed" ? "cash" : `${entry.type} ${entry.order_id}`)));
      if (next_cursor === undefined) break;
      query = `?limit=10&cursor=${next_cursor}`;
    }
    const bought = ids.map((id) => `bought ${id}`).reverse();
    expect(seen).toEqual(["cash", ...bought.slice(0, 17), "order_failed o07", ...bought.slice(17)]);
  });

  test.each(["orderId", "customerId", "itemId", "price"])("with an endless %s are refused for good", async (field) => {
    const event = { ...completed("o1", "item", "1.00", "2026-01-01T10:00:00Z"), [field]: "1".repeat(201) };
    await expect(tell(stage.store, event)).rejects.toMatchObject({
      code: "rejected",
      message: `/${field} has 201 characters; portfolio keeps at most 200.`,
    });
  });
});

describe("what is kept of events", () => {
  const price = fc.tuple(fc.nat(10 ** 9), fc.constantFrom("", ".5", ".05", ".10", ".333333")).map(([whole, part]) => `${whole}${part}`);
  const time = fc.integer({ min: 0, max: 5 }).map((minute) => `2026-01-01T10:0${minute}:00Z`);
  const ended = fc.record({
    orderId: fc.constantFrom("a", "b", "c", "d"),
    itemId: fc.constantFrom("x", "y"),
    price,
    time,
    bought: fc.boolean(),
  });
  const event = ended.map(({ orderId, itemId, price, time, bought }): Event => {
    return bought ? completed(orderId, itemId, price, time) : failed(orderId, itemId, time, price);
  });
  /** Events, and the same in another order with some of them twice. */
  const twoTellings = fc.array(event, { maxLength: 12 }).chain((events) =>
    fc
      .array(fc.constantFrom(...events, undefined), { maxLength: 6 })
      .map((again) => [...events, ...again.filter((one) => one !== undefined)])
      .chain((more) => fc.tuple(fc.constant(events), fc.shuffledSubarray(more, { minLength: more.length }))),
  );

  const kept = async (events: readonly Event[]) => {
    const store = await openStore<PortfolioTables>({ url: ":memory:", migrations });
    try {
      for (const one of events) await tell(store, one);
      return await store.read(async (db) => {
        const portfolios = portfolioStore(db);
        const { entries } = await portfolios.history({ userId: 42, customerId: customer, limit: 100 });
        return { holdings: await portfolios.holdings(customer), entries };
      });
    } finally {
      await store.close();
    }
  };

  test("depends neither on their order nor on how often they come", async () => {
    await fc.assert(
      fc.asyncProperty(twoTellings, async ([events, shuffled]) => {
        expect(await kept(shuffled)).toEqual(await kept(events));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test("adds up to what the history tells, exactly, in the order of time", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 12 }), async (events) => {
        const { holdings, entries } = await kept(events);
        for (const { itemId, quantity, cost } of holdings) {
          const prices = entries.flatMap((entry) => (entry.type === "bought" && entry.itemId === itemId ? [entry.price] : []));
          expect([quantity, new Big(cost)]).toEqual([prices.length, prices.reduce((sum, one) => sum.plus(one), new Big(0))]);
        }
        expect(holdings.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(entries.filter(({ type }) => type === "bought").length);
        expect(entries.map(({ at }) => at)).toEqual(entries.map(({ at }) => at).sort((a, b) => b - a));
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

test.each([
  ["2026-01-01T10:00:00Z", "2026-01-01T10:00:00.000Z"],
  ["2026-01-01t10:00:00.1239z", "2026-01-01T10:00:00.123Z"],
  ["2026-01-01 10:00:00+02:30", "2026-01-01T07:30:00.000Z"],
  ["2026-01-01T10:00:00-01", "2026-01-01T11:00:00.000Z"],
  ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"],
  ["0000-01-01T00:00:00+01:00", "0000-01-01T00:00:00.000Z"],
  ["9999-12-31T23:59:59-01:00", "9999-12-31T23:59:59.999Z"],
])("the time %s is %s", (text, utc) => {
  expect(new Date(timeOf(text)).toISOString()).toBe(utc);
});
