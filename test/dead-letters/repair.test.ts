/** Letters that are looked at in one go, and letters that are mended, on both brokers. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { OpenLetter, Repair } from "#dead-letters";
import { runtimeHeaders as ours } from "#messaging";
import { deadSale, type Kind, openShop, outcomes, type Shop } from "./shop.js";

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `sale-${String(at).padStart(4, "0")}`);
const good = (id: string): string => `{"id":"${id}","price":1}`;

describe.each(["in memory", "RabbitMQ"] satisfies Kind[])("%s:", (kind) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop(kind);
  });
  afterAll(() => shop.close());
  beforeEach(async () => {
    for (const queue of ["sales", "sales.dlq"]) await shop.take(queue);
  });

  const glance = async (most = 10_000): Promise<readonly OpenLetter[]> => {
    const seen: OpenLetter[] = [];
    await shop.desk.glance("sales.dlq", { most, onLetter: (letter) => seen.push(letter) });
    return seen;
  };

  test("thousands are seen in one go, with what is in them, and the queue keeps its order", async () => {
    const ids = numbered(2_000);
    await shop.put(...ids.map((id) => deadSale(id)));
    const [first] = await glance();
    expect(first).toMatchObject({ letter: { id: "sale-0000", origin: "sales" }, headers: { tenant: "north" } });
    expect(first?.body.toString()).toBe('{"id":"sale-0000","price":-1}');
    for (let round = 0; round < 2; round++) expect((await glance()).map(({ letter }) => letter.id)).toEqual(ids);
    expect(await shop.ids("sales.dlq")).toEqual(ids);
  });

  test("a letter that was seen is judged as it is and as it would be repaired", async () => {
    await shop.put(deadSale("a", good("a"), { tenant: "moon" }));
    const [letter] = await glance();
    if (letter === undefined) throw new Error("The letter was not seen.");
    const verdict = async (repair?: Repair) => (await shop.desk.judge(letter, "sales", repair)).accepted;
    expect((await shop.desk.judge(letter, "sales")).faults).toMatchObject([{ part: "headers", pointer: "/tenant", keyword: "enum" }]);
    expect(await verdict({ headers: { tenant: "south" } })).toBe(true);
    expect(await verdict({ headers: { tenant: "south" }, body: Buffer.from('{"id":"a"}') })).toBe(false);
    expect(await verdict({ headers: { tenant: "south" }, type: "Nothing" })).toBe(false);
  });

  test("headers and type are repaired as well as the body, and the rest stays as it was", async () => {
    await shop.put({ ...deadSale("a", "no JSON", { tenant: "moon", note: "n" }), type: "Salle", correlationId: "c" });
    const repair = { body: Buffer.from(good("a")), type: "Sale", headers: { tenant: "south", note: "n" } };
    expect(await shop.desk.replay("sales.dlq", { select: { ids: ["a"] }, repair })).toMatchObject({ replayed: 1 });
    const [message] = await shop.take("sales");
    expect(message).toMatchObject({ messageId: "a", type: "Sale", text: good("a"), contentType: "application/json" });
    expect(message?.headers).toEqual({
      ...{ tenant: "south", note: "n" },
      [ours.attemptsQueue]: "sales",
      [ours.originalExchange]: "shop",
      [ours.originalRoutingKey]: "sale.north",
    });
  });

  test("a letter whose schema has changed meanwhile is replayed with its body untouched where only its type is repaired", async () => {
    await shop.put({ ...deadSale("a", '{"id":"a", "price":1.0}'), type: "Salle" });
    await shop.desk.replay("sales.dlq", { select: { ids: ["a"] }, repair: { type: "" } });
    const [message] = await shop.take("sales");
    expect(message).toMatchObject({ messageId: "a", text: '{"id":"a", "price":1.0}' });
    expect(message?.type ?? "").toBe("");
  });

  test("no repair writes the runtime's or the broker's own headers", async () => {
    await shop.put(deadSale("a"));
    for (const name of [ours.attempts, "x-death", "CC", "traceparent"]) {
      const { all, onLetter } = outcomes();
      await shop.desk.replay("sales.dlq", { select: { all: true }, repair: { headers: { [name]: "1" } }, onLetter });
      expect(all).toMatchObject([{ result: "refused", reason: `The header "${name}" is written by the runtime or the broker alone.` }]);
    }
    expect(await shop.ids("sales.dlq")).toEqual(["a"]);
  });

  test("many are replayed by their ids, wherever they stand", async () => {
    const ids = numbered(900);
    await shop.put(...ids.map((id) => deadSale(id)));
    const meant = ids.filter((_, at) => at % 2 === 1);
    expect(await shop.desk.replay("sales.dlq", { select: { ids: meant } })).toMatchObject({ replayed: 450, refused: 0, missing: [] });
    expect(await shop.ids("sales")).toEqual(meant);
    expect([...(await shop.ids("sales.dlq"))].sort()).toEqual(ids.filter((id) => !meant.includes(id)));
  });
});
