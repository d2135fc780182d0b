/** What the desk keeps of a look, and what it costs at most. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { defaultLimits, type LookLimits, Looks } from "../../../src/portal/desk/looks.js";
import { deadSale, openShop, type Shop } from "../../dead-letters/shop.js";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop("in memory");
});
afterAll(() => shop.close());
beforeEach(async () => {
  await shop.take("sales.dlq");
  await shop.put(...["a", "b", "c", "d"].map((id) => deadSale(id, `"${id.repeat(1_000)}"`)));
});

const never = new AbortController().signal;
const looksWith = (limits: Partial<LookLimits>): Looks => new Looks(shop.desk, { ...defaultLimits, ...limits });

test("a look ends at its number of letters, and says that there are more", async () => {
  const { letters, depth, whole } = await looksWith({ letters: 3 }).take("sales.dlq", never);
  expect([letters.length, depth, whole]).toEqual([3, 4, false]);
});

test("a look ends when it has taken too many bytes, and says that there are more", async () => {
  const { letters, whole } = await looksWith({ taken: 2_000 }).take("sales.dlq", never);
  expect(letters.length).toBeLessThan(4);
  expect(whole).toBe(false);
  expect(await shop.depth("sales.dlq")).toBe(4);
});

test("a look ends when it has taken too much of headers, and says that there are more", async () => {
  const { letters, whole } = await looksWith({ headers: 500 }).take("sales.dlq", never);
  expect(letters.length).toBeLessThan(4);
  expect(whole).toBe(false);
});

test("what there is no room for is seen without its content, which is fetched when it is asked for", async () => {
  const looks = looksWith({ kept: 3_500 });
  const look = await looks.take("sales.dlq", never);
  expect(look.letters.map(({ content }) => content !== undefined)).toEqual([true, true, false, false]);
  expect(looks.kept(look, "d")).toBeUndefined();
  expect((await looks.fetch(look, "d", never))?.body.toString()).toBe(`"${"d".repeat(1_000)}"`);
  expect(await looks.fetch(look, "nobody", never)).toBeUndefined();
});

test("the latest look at a queue is known, and of several queues the oldest is forgotten", async () => {
  const looks = looksWith({ looks: 2 });
  const first = await looks.take("sales.dlq", never);
  const second = await looks.take("sales.dlq", never);
  expect([looks.find("sales.dlq", first.id), looks.find("sales.dlq", second.id)]).toEqual([undefined, second]);
  await looks.take("rest", never);
  expect(looks.find("sales.dlq", second.id)).toBe(second);
  await looks.take("lost-offers", never);
  expect(looks.find("sales.dlq", second.id)).toBeUndefined();
});
