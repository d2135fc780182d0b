/** The dead-letter desk as its page asks it, on a real broker. */
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import { runtimeHeaders as ours } from "#messaging";
import type { LettersAnswer, VerdictAnswer } from "../../../src/portal/desk/answers.js";
import { deadSale, type Shop } from "../../dead-letters/shop.js";
import { type DeskPortal, openDeskPortal } from "./desk-portal.js";

let desk: DeskPortal;
let shop: Shop;
beforeAll(async () => {
  desk = await openDeskPortal();
  shop = desk.shop;
});
afterAll(() => desk.close());
beforeEach(async () => {
  for (const queue of ["sales", "sales.dlq"]) await shop.take(queue);
});

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `sale-${String(at).padStart(5, "0")}`);
const good = (id: string): string => `{"id":"${id}","price":1}`;
const late = { [ours.failureCode]: "timeout", [ours.failureReason]: "the handler took too long" };

test("every dead-letter queue is told with what is in it, where that came from, and its page", async () => {
  await shop.put(deadSale("a"));
  const { body } = await desk.ask<{ readonly queues: readonly object[] }>("");
  expect(body.queues).toContainEqual({ name: "sales.dlq", depth: 1, from: ["sales"], readBy: [], page: "queues/sales" });
});

test("letters come in pages, in the order of the queue, with their reasons, the most frequent one first", async () => {
  const ids = numbered(120);
  await shop.put(...ids.map((id, at) => (at < 100 ? deadSale(id) : deadSale(id, good(id), late))));
  const first = await desk.look();
  expect(first).toMatchObject({ depth: 120, seen: 120, total: 120, from: 0 });
  expect(first.reasons).toEqual([
    { number: 0, words: "invalid: Sale: /price must be >= 0", origin: "sales", letters: 100 },
    { number: 1, words: "timeout: the handler took too long", origin: "sales", letters: 20 },
  ]);
  expect(first.rows.map(({ id }) => id)).toEqual(ids.slice(0, 50));
  expect(first.rows[0]).toMatchObject({ accepted: false, attempts: 3, type: "Sale", twins: 1 });
  const { body } = await desk.ask<LettersAnswer>(`/letters?queue=sales.dlq&look=${first.look}&reason=1&from=10`);
  expect(body.rows.map(({ id, accepted }) => [id, accepted])).toEqual(ids.slice(110).map((id) => [id, true]));
  expect(body.total).toBe(20);
});

test("a letter is shown whole, with the keyword that refuses it and where that stands", async () => {
  await shop.put(deadSale("a"));
  const { look } = await desk.look();
  const letter = await desk.letter(look, "a");
  expect(letter).toMatchObject({ id: "a", origin: "sales", type: "Sale", body: { kind: "text", text: '{"id":"a","price":-1}' } });
  expect(JSON.parse(letter.sent ?? "")).toEqual({ tenant: "north" });
  expect(JSON.parse(letter.headers)).toMatchObject({ [ours.failureQueue]: "sales" });
  expect(letter.verdict).toEqual({
    accepted: false,
    words: "shop/till, operation sale: Sale refuses it.",
    faults: [{ part: "body", pointer: "/price", keyword: "minimum", sentence: "must be >= 0", place: shop.minimumAt }],
  });
});

test("an edit is judged while it is written, without anything being moved", async () => {
  await shop.put(deadSale("a"));
  const { look } = await desk.look();
  const judge = async (repair: object) => (await desk.ask<VerdictAnswer>("/check", { queue: "sales.dlq", look, id: "a", repair })).body;
  expect(await judge({ body: '{"id":"a","pri' })).toMatchObject({ accepted: false, faults: [] });
  expect(await judge({ body: '{"id":"a"}' })).toMatchObject({
    faults: [{ keyword: "required", sentence: 'must have the property "price"' }],
  });
  expect(await judge({ body: good("a"), headers: { tenant: "moon" } })).toMatchObject({
    faults: [{ part: "headers", pointer: "/tenant" }],
  });
  expect(await judge({ body: good("a") })).toMatchObject({ accepted: true });
  expect(await shop.ids("sales.dlq")).toEqual(["a"]);
});

test("a repaired letter goes back to where it came from, and both are on record", async () => {
  await shop.put(deadSale("a"), deadSale("b"));
  const { look } = await desk.look();
  const refused = await desk.carryOut("replay", { look, which: { ids: ["a"] }, repair: { body: "{}" } });
  expect(refused).toMatchObject({ state: "done", done: 0, refused: 1, refusals: [{ id: "a" }] });
  const job = await desk.carryOut("replay", { look, which: { ids: ["a"] }, repair: { body: good("a") } });
  expect(job).toMatchObject({ state: "done", meant: 1, done: 1, refused: 0 });
  expect(await shop.take("sales")).toMatchObject([{ messageId: "a", text: good("a") }]);
  expect(await shop.ids("sales.dlq")).toEqual(["b"]);
  await expect
    .poll(() => desk.audit().slice(-2))
    .toMatchObject([
      { action: "replay", step: "asked", subject: { queue: "sales.dlq", meant: 1, ids: ["a"], repaired: "yes" } },
      { action: "replay", step: "done", subject: { queue: "sales.dlq", state: "done", done: 1, refused: 0 } },
    ]);
});

test("all letters of one reason are replayed, those of others and those that came later are not", async () => {
  const ids = numbered(600);
  await shop.put(...ids.map((id, at) => (at % 3 === 0 ? deadSale(id, good(id), late) : deadSale(id))));
  const { look, reasons } = await desk.look();
  await shop.put(deadSale("later", good("later"), late));
  const reason = reasons.find(({ words }) => words.startsWith("timeout"))?.number;
  expect(await desk.carryOut("replay", { look, which: { reason } })).toMatchObject({ state: "done", meant: 200, done: 200, missing: 0 });
  expect(await shop.ids("sales")).toEqual(ids.filter((_, at) => at % 3 === 0));
  const { body } = await desk.ask<LettersAnswer>(`/letters?queue=sales.dlq&look=${look}`);
  expect(body).toMatchObject({ seen: 400, reasons: [{ letters: 400 }] });
  expect([...(await shop.ids("sales.dlq"))].sort()).toEqual(["later", ...ids.filter((_, at) => at % 3 !== 0)].sort());
});

test("letters of one id that failed in several ways are dealt with one reason at a time, and counted", async () => {
  await shop.put(deadSale("a"), deadSale("a", good("a"), late), deadSale("b", good("b"), late));
  const { look, reasons, rows } = await desk.look();
  expect(rows.map(({ id, twins }) => [id, twins])).toEqual([
    ["a", 2],
    ["a", 2],
    ["b", 1],
  ]);
  const reason = reasons.find(({ words }) => words.startsWith("timeout"))?.number;
  expect(await desk.carryOut("discard", { look, which: { reason } })).toMatchObject({ meant: 2, done: 2, missing: 0 });
  const { body } = await desk.ask<LettersAnswer>(`/letters?queue=sales.dlq&look=${look}`);
  expect(body).toMatchObject({ seen: 1, rows: [{ id: "a", words: "invalid: Sale: /price must be >= 0" }] });
  expect(await shop.take("sales.dlq")).toMatchObject([{ messageId: "a", text: '{"id":"a","price":-1}' }]);
});

test("of two letters of one id the first is repaired, and the other one stays and is seen", async () => {
  await shop.put(deadSale("a"), deadSale("a"));
  const { look } = await desk.look();
  expect((await desk.letter(look, "a")).facts).toContainEqual({ label: "Letters of this id", value: expect.stringMatching(/^2:/) });
  const job = await desk.carryOut("replay", { look, which: { ids: ["a"] }, repair: { body: good("a") } });
  expect(job).toMatchObject({ meant: 2, done: 1, refused: 1 });
  expect((await desk.ask<LettersAnswer>(`/letters?queue=sales.dlq&look=${look}`)).body).toMatchObject({
    seen: 1,
    rows: [{ id: "a", twins: 1 }],
  });
  expect(await shop.take("sales")).toMatchObject([{ messageId: "a", text: good("a") }]);
  expect(await shop.ids("sales.dlq")).toEqual(["a"]);
});

test("a repair is refused for letters of several ids", async () => {
  await shop.put(deadSale("a"), deadSale("b"));
  const { look } = await desk.look();
  for (const which of [{ all: true }, { ids: ["a", "b"] }]) {
    const request = { queue: "sales.dlq", look, which, repair: { body: good("a") } };
    expect(await desk.ask("/replay", request)).toMatchObject({ status: 422 });
  }
});

test("which letters were dealt with is on record, also where all were meant", async () => {
  await shop.put(deadSale("a"), deadSale("b", "{}", { [ours.failureQueue]: "no-such-queue" }), deadSale("c"));
  const { look } = await desk.look();
  await desk.carryOut("replay", { look, which: { all: true } });
  await expect.poll(() => desk.audit().at(-1)).toMatchObject({ step: "done", subject: { done: 2, refused: 1, ids: ["a", "c"] } });
});

test("ten thousand letters are looked at twice and paged to the last one, and keep their order", async () => {
  const ids = numbered(10_000);
  await shop.put(...ids.map((id) => deadSale(id)));
  expect(await desk.look()).toMatchObject({ seen: 10_000, whole: true });
  // RabbitMQ has to read them again before it hands out the first.
  const { look, seen } = await desk.look();
  expect(seen).toBe(10_000);
  const { body } = await desk.ask<LettersAnswer>(`/letters?queue=sales.dlq&look=${look}&from=9990`);
  expect(body.rows.map(({ id }) => id)).toEqual(ids.slice(9_990));
  expect(await desk.letter(look, "sale-09999")).toMatchObject({ body: { text: '{"id":"sale-09999","price":-1}' } });
  expect(await shop.ids("sales.dlq")).toEqual(ids);
});

test("letters that somebody else takes meanwhile are told as no longer there", async () => {
  const ids = numbered(3_000);
  await shop.put(...ids.map((id) => deadSale(id)));
  const { look } = await desk.look();
  const other = shop.connect();
  await other.ready();
  const over = desk.carryOut("replay", { look, which: { all: true } });
  await expect.poll(() => shop.depth("sales"), { interval: 5 }).toBeGreaterThan(100);
  let taken = 0;
  await other.consume("sales.dlq", { prefetch: 50 }, (delivery) => {
    taken++;
    delivery.ack();
  });
  const { state, done, missing } = await over;
  await other.close();
  expect([state, done + missing]).toEqual(["done", ids.length]);
  expect(missing).toBe(taken);
});

test("what is discarded is gone, and the rest stays", async () => {
  await shop.put(deadSale("a"), deadSale("b"), deadSale("c"));
  const { look } = await desk.look();
  expect(await desk.carryOut("discard", { look, which: { ids: ["b"] } })).toMatchObject({ state: "done", done: 1 });
  expect(await shop.ids("sales.dlq")).toEqual(["a", "c"]);
});

test("without the token nothing moves, and nothing is done to letters of an older look", async () => {
  await shop.put(deadSale("a"));
  const { look } = await desk.look();
  for (const action of ["replay", "discard"]) {
    const request = { queue: "sales.dlq", look, which: { all: true } };
    expect((await desk.ask(`/${action}`, request, "wrong")).status).toBe(401);
    await desk.look();
    expect(await desk.ask(`/${action}`, request)).toMatchObject({ status: 409, body: { detail: expect.stringContaining("look again") } });
  }
  expect(await shop.ids("sales.dlq")).toEqual(["a"]);
});

test("a queue that no document has is a 404 that names the one that was meant", async () => {
  expect(await desk.ask("/letters?queue=sale.dlq")).toMatchObject({
    status: 404,
    body: { detail: 'No document has a queue "sale.dlq"; did you mean "sales.dlq"?' },
  });
});

test("whatever a body holds, it is shown as text that says how much of it there is, and given out byte by byte", async () => {
  const bodies: Readonly<Record<string, Buffer>> = {
    empty: Buffer.alloc(0),
    binary: Buffer.from([0, 255, 254, 65, 66, 10, 128]),
    large: Buffer.from(`{"id":"${"é".repeat(2_500_000)}"}`),
    script: Buffer.from('"</script><script>alert(1)</script>"'),
  };
  await shop.put(...Object.entries(bodies).map(([id, body]) => ({ ...deadSale(id), body })));
  const { look } = await desk.look();
  const seen = async (id: string) => (await desk.letter(look, id)).body;
  expect(await seen("empty")).toEqual({ kind: "text", text: "", bytes: 0, shown: 0 });
  expect(await seen("binary")).toMatchObject({
    kind: "binary",
    text: expect.stringMatching(/^000000 {2}00 ff fe 41 42 0a 80 .*\.\.\.AB\.\.$/),
    shown: 7,
  });
  const large = await seen("large");
  expect(large.bytes).toBe(5_000_009);
  expect(large.text).toMatch(/^\{"id":"é+$/);
  expect(large.shown).toBe(Buffer.byteLength(large.text));
  expect(await seen("script")).toMatchObject({ text: '"</script><script>alert(1)</script>"' });
  for (const [id, body] of Object.entries(bodies)) {
    const response = await fetch(`${desk.url}/api/dead-letters/body?queue=sales.dlq&look=${look}&id=${id}`);
    expect(response.headers.get("content-disposition")).toContain("attachment");
    expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true);
  }
});

test("a portal that ends in the middle of many finishes what is under way, and what came of it is on record", async () => {
  const own = await openDeskPortal();
  onTestFinished(() => own.close());
  await own.shop.put(...numbered(3_000).map((id) => deadSale(id, good(id))));
  const { look } = await own.look();
  await own.ask("/replay", { queue: "sales.dlq", look, which: { all: true } });
  await expect.poll(() => own.shop.depth("sales"), { interval: 5 }).toBeGreaterThan(100);
  await own.end();
  const last = own.audit().at(-1);
  const moved = await own.shop.ids("sales");
  expect(last).toMatchObject({ action: "replay", step: "done", subject: { state: "stopped", done: moved.length, ids: moved } });
  // A quorum queue that was looked at takes back what was under way in an order of its own.
  expect([...(await own.shop.ids("sales.dlq"))].sort()).toEqual(numbered(3_000).slice(moved.length));
});
