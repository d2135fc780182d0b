/** Dead letters on both brokers: the same sentences. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { runtimeHeaders as ours } from "#messaging";
import { temporaryFolder } from "../support/folder.js";
import { deadSale, type Kind, openShop, outcomes, type Shop } from "./shop.js";

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `sale-${String(at).padStart(4, "0")}`);

describe.each(["in memory", "RabbitMQ"] satisfies Kind[])("%s:", (kind) => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop(kind);
  });
  afterAll(() => shop.close());
  beforeEach(async () => {
    for (const queue of ["sales", "sales.dlq", "audits", "rest", "lost-offers"]) await shop.take(queue);
  });

  test("every dead-letter queue is listed with what it holds and where that came from", async () => {
    await shop.put(deadSale("a"));
    const list = (await shop.desk.list()).map(({ name, depth, from }) => [name, depth, from.map(({ queue }) => queue)]);
    expect(list).toEqual([
      ["lost-offers", 0, ["offers"]],
      ["rest", 0, ["audits"]],
      ["sales.dlq", 1, ["sales"]],
    ]);
  });

  test("a letter is shown with its failure, and the keyword that refuses it, both located", async () => {
    await shop.put(deadSale("a"));
    const [shown] = await shop.look("sales.dlq");
    expect(shown?.letter).toMatchObject({
      id: "a",
      type: "Sale",
      at: "2026-03-01T12:00:00.000Z",
      origin: "sales",
      operation: "sale",
      attempts: 3,
      failure: { code: "invalid", reason: "Sale: /price must be >= 0" },
      published: { exchange: "shop", routingKey: "sale.north" },
    });
    expect(shown?.verdict).toMatchObject({
      accepted: false,
      reader: { application: "shop/till", operation: "sale" },
      message: { key: "Sale" },
      faults: [{ part: "body", pointer: "/price", keyword: "minimum", sentence: "must be >= 0" }],
    });
    const { place } = shown?.verdict?.faults[0] ?? {};
    expect(`${place?.file}:${place?.line}:${place?.column}`).toBe(shop.minimumAt);
  });

  test("what is looked at stays, in its order, however often it is looked at", async () => {
    const ids = numbered(30);
    await shop.put(...ids.map((id) => deadSale(id)));
    for (let round = 0; round < 3; round++)
      expect((await shop.look("sales.dlq", 7)).map(({ letter }) => letter.id)).toEqual(ids.slice(0, 7));
    expect(await shop.ids("sales.dlq")).toEqual(ids);
  });

  test("one message is found by its id wherever it stands, and one without an id has a name that stays", async () => {
    const { messageId: _, ...nameless } = deadSale("x");
    await shop.put(...numbered(20).map((id) => deadSale(id)), nameless);
    const names = (await shop.look("sales.dlq")).map(({ letter }) => letter.id);
    const last = names.at(-1) ?? "";
    expect(last).toMatch(/^body:[0-9a-f]{16}$/);
    const found: string[] = [];
    const report = await shop.desk.show("sales.dlq", {
      select: { ids: ["sale-0011", last, "nobody"] },
      onLetter: ({ letter }) => found.push(letter.id),
    });
    expect(found).toEqual(["sale-0011", last]);
    expect(report.missing).toEqual(["nobody"]);
  });

  test("a replay goes straight to the queue it came from, with its id and the sender's headers and without attempts or failure", async () => {
    await shop.put(deadSale("a"));
    expect(await shop.desk.replay("sales.dlq", { select: { all: true } })).toMatchObject({ replayed: 1, refused: 0, depth: 1 });
    const [message] = await shop.take("sales");
    expect(message).toMatchObject({ messageId: "a", type: "Sale", exchange: "", text: '{"id":"a","price":-1}' });
    expect(message?.headers).toEqual({
      tenant: "north",
      [ours.attemptsQueue]: "sales",
      [ours.originalExchange]: "shop",
      [ours.originalRoutingKey]: "sale.north",
    });
    expect(await shop.depth("sales.dlq")).toBe(0);
  });

  test("what a message had died of before it came to its queue is still told after a replay", async () => {
    await shop.put(deadSale("a", undefined, { [ours.diedQueue]: "offers", [ours.diedReason]: "expired" }));
    await shop.desk.replay("sales.dlq", { select: { all: true } });
    const [message] = await shop.take("sales");
    expect(message?.headers).toMatchObject({ [ours.diedQueue]: "offers", [ours.diedReason]: "expired" });
  });

  test("some are replayed, in their order, and the others keep theirs", async () => {
    const ids = numbered(12);
    await shop.put(...ids.map((id) => deadSale(id)));
    await shop.desk.replay("sales.dlq", { select: { limit: 3 } });
    await shop.desk.replay("sales.dlq", { select: { ids: ["sale-0007", "sale-0010"] } });
    expect(await shop.ids("sales")).toEqual([...ids.slice(0, 3), "sale-0007", "sale-0010"]);
    expect(await shop.ids("sales.dlq")).toEqual(ids.slice(3).filter((id) => id !== "sale-0007" && id !== "sale-0010"));
  });

  test("a dry run tells where each would go and what its schema says, and moves nothing", async () => {
    await shop.put(deadSale("bad"), deadSale("good", '{"id":"good","price":1}'));
    const { all, onLetter } = outcomes();
    const report = await shop.desk.replay("sales.dlq", { select: { all: true }, dryRun: true, onLetter });
    expect(report).toMatchObject({ ready: 2, replayed: 0 });
    expect(all.map(({ result, to, verdict }) => [result, to, verdict?.accepted])).toEqual([
      ["ready", "sales", false],
      ["ready", "sales", true],
    ]);
    expect(await shop.ids("sales.dlq")).toEqual(["bad", "good"]);
  });

  test("a message that does not say where it came from is refused, stays, and goes where it is told to", async () => {
    await shop.put({ ...deadSale("a"), headers: {} });
    const { all, onLetter } = outcomes();
    expect(await shop.desk.replay("sales.dlq", { select: { all: true }, onLetter })).toMatchObject({ replayed: 0, refused: 1 });
    expect(all[0]?.reason).toBe("It does not say where it came from: name a queue to put it in.");
    expect(await shop.desk.replay("sales.dlq", { select: { all: true }, to: "audits" })).toMatchObject({ replayed: 1 });
    expect(await shop.ids("audits")).toEqual(["a"]);
  });

  test("more letters than fit one page are refused without one in the way of the others", async () => {
    const ids = numbered(450);
    await shop.put(...ids.map((id, at) => (at < 430 ? { ...deadSale(id), headers: {} } : deadSale(id))));
    expect(await shop.desk.replay("sales.dlq", { select: { all: true } })).toMatchObject({ replayed: 20, refused: 430, looked: 450 });
    // A quorum queue takes back what several channels held in an order of its own.
    expect([...(await shop.ids("sales.dlq"))].sort()).toEqual(ids.slice(0, 430));
    expect(await shop.ids("sales")).toEqual(ids.slice(430));
  });

  test("a queue that is gone refuses the letter, which stays", async () => {
    await shop.put(deadSale("a", undefined, { [ours.failureQueue]: "no-such-queue" }));
    const { all, onLetter } = outcomes();
    expect(await shop.desk.replay("sales.dlq", { select: { all: true }, onLetter })).toMatchObject({ replayed: 0, refused: 1 });
    expect(all[0]?.reason).toContain("No queue takes the message");
    expect(await shop.ids("sales.dlq")).toEqual(["a"]);
    await expect(shop.desk.replay("sales.dlq", { select: { all: true }, to: "nowhere" })).rejects.toThrow(
      'RabbitMQ has no queue "nowhere".',
    );
  });

  test("a body is repaired only by one that its consumer's schema accepts", async () => {
    await shop.put(deadSale("a"), deadSale("b"));
    const { all, onLetter } = outcomes();
    const select = { ids: ["a"] };
    const worse = await shop.desk.replay("sales.dlq", { select, repair: { body: Buffer.from('{"id":"a","price":"1"}') }, onLetter });
    expect(worse).toMatchObject({ replayed: 0, refused: 1 });
    expect(all[0]?.verdict?.faults).toMatchObject([{ pointer: "/price", keyword: "type" }]);
    expect(await shop.desk.replay("sales.dlq", { select, repair: { body: Buffer.from('{"id":"a","price":1}') } })).toMatchObject({
      replayed: 1,
    });
    expect(await shop.take("sales")).toMatchObject([{ messageId: "a", text: '{"id":"a","price":1}', contentType: "application/json" }]);
    expect(await shop.ids("sales.dlq")).toEqual(["b"]);
  });

  test("a message that fails again at once is not replayed again by the same run", async () => {
    const ids = numbered(300);
    await shop.put(...ids.map((id) => deadSale(id)));
    const consumer = shop.connect();
    await consumer.ready();
    let failures = 0;
    await consumer.consume("sales", { prefetch: 50 }, (delivery) => {
      failures++;
      void consumer.publish(deadSale(delivery.messageId ?? "")).then(() => delivery.ack());
    });
    expect(await shop.desk.replay("sales.dlq", { select: { all: true } })).toMatchObject({ replayed: 300 });
    await expect.poll(() => shop.depth("sales.dlq")).toBe(300);
    await consumer.close();
    expect(failures).toBe(300);
  });

  test("an aborted replay finishes what is under way, and the rest stays in its order", async () => {
    const ids = numbered(1_000);
    await shop.put(...ids.map((id) => deadSale(id)));
    const stop = new AbortController();
    let told = 0;
    const onLetter = (): void => {
      if (++told === 100) stop.abort();
    };
    const { replayed } = await shop.desk.replay("sales.dlq", { select: { all: true }, signal: stop.signal, onLetter });
    expect(replayed).toBeGreaterThanOrEqual(100);
    expect(replayed).toBeLessThan(1_000);
    expect(await shop.ids("sales")).toEqual(ids.slice(0, replayed));
    expect(await shop.ids("sales.dlq")).toEqual(ids.slice(replayed));
  });

  test("what is discarded is saved first, whole, and a dry run removes nothing", async () => {
    const file = join(temporaryFolder(), "saved.jsonl");
    await shop.put(deadSale("a"), deadSale("b"), deadSale("c"));
    expect(await shop.desk.discard("sales.dlq", { select: { all: true }, dryRun: true, saveTo: file })).toMatchObject({ discarded: 3 });
    expect(await shop.desk.discard("sales.dlq", { select: { ids: ["b"] }, saveTo: file })).toMatchObject({ discarded: 1, missing: [] });
    expect(await shop.desk.discard("sales.dlq", { select: { all: true }, saveTo: file })).toMatchObject({ discarded: 2 });
    const lines = readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { messageId: string; body: string; headers: object });
    expect(lines.map(({ messageId }) => messageId)).toEqual(["b", "a", "c"]);
    expect(Buffer.from(lines[0]?.body ?? "", "base64").toString()).toBe('{"id":"b","price":-1}');
    expect(lines[0]?.headers).toMatchObject({ tenant: "north", [ours.failureQueue]: "sales" });
    expect(await shop.depth("sales.dlq")).toBe(0);
  });

  test("what cannot be saved is not discarded", async () => {
    await shop.put(deadSale("a"));
    const saveTo = join(temporaryFolder(), "missing", "saved.jsonl");
    await expect(shop.desk.discard("sales.dlq", { select: { all: true }, saveTo })).rejects.toThrow("ENOENT");
    expect(await shop.ids("sales.dlq")).toEqual(["a"]);
  });

  test("a queue of no document is not touched, and the one that was meant is named", async () => {
    await expect(shop.desk.show("sale.dlq", { select: { limit: 1 }, onLetter: () => undefined })).rejects.toThrow(
      'No document has a queue "sale.dlq"; did you mean "sales.dlq"?',
    );
  });

  test("an empty queue is done at once", async () => {
    expect(await shop.desk.replay("sales.dlq", { select: { all: true } })).toMatchObject({ depth: 0, looked: 0, replayed: 0 });
  });
});

test("a lost connection ends a replay with one sentence, and nothing is lost", async () => {
  const shop = await openShop("in memory");
  onTestFinished(() => shop.close());
  const ids = numbered(1_000);
  await shop.put(...ids.map((id) => deadSale(id)));
  let told = 0;
  const onLetter = (): void => {
    if (++told === 300) shop.cut();
  };
  await expect(shop.desk.replay("sales.dlq", { select: { all: true }, onLetter })).rejects.toThrow("The connection to RabbitMQ was lost");
  expect(new Set([...(await shop.ids("sales")), ...(await shop.ids("sales.dlq"))])).toEqual(new Set(ids));
});
