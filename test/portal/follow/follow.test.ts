import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { proveContracts } from "#compatibility";
import { Journal, type JournalEntry } from "#messaging";
import { type System, survey } from "#portal";
import { readFolder } from "../../../src/contract/read-folder.js";
import { askJournals, type Told } from "../../../src/portal/follow/ask-services.js";
import { createFollower } from "../../../src/portal/follow/follow.js";
import { repository } from "../../docs/support/markdown.js";

let system: System;

beforeAll(async () => {
  const { applications, schemas, problems, files } = await readFolder(`${repository}/asyncapi`);
  const contracts = { applications, schemas, problems: problems.sorted(), files };
  system = survey({ title: "Test", contracts, proofs: proveContracts(contracts), apis: [] });
});

const trace = (digit: string): string => `00-${digit.repeat(32)}-b7ad6b7169203331-01`;

/** A service with these entries, found by their ids as a journal finds them. */
const service = (application: string, ...entries: Partial<JournalEntry>[]) => ({
  application,
  entries: entries.map((entry, at): JournalEntry => ({ number: at + 1, at, event: "sent", exchange: "x", routingKey: "k", ...entry })),
});

const asking = (...services: ReturnType<typeof service>[]) => {
  const rounds: string[][] = [];
  const ask = async (ids?: ReadonlySet<string>): Promise<readonly Told[]> => {
    rounds.push([...(ids ?? [])]);
    const has = ({ messageId, correlationId, key, traceparent }: JournalEntry): boolean =>
      [messageId, correlationId, key, traceparent?.slice(3, 35)].some((id) => id !== undefined && ids?.has(id));
    return services.map(({ application, entries }) => ({ application, state: "told", entries: ids ? entries.filter(has) : entries }));
  };
  return { follower: createFollower(system, ask), rounds };
};

describe("a message", () => {
  test("is followed from the value of a key over its trace to what was sent before and after", async () => {
    const { follower } = asking(
      service("orders/order", { messageId: "m-1", traceparent: trace("a") }),
      service(
        "orders/payment",
        { event: "received", at: 1, messageId: "m-1", key: "o-1", traceparent: trace("a") },
        { at: 2, messageId: "m-2", traceparent: trace("a") },
        { at: 2, messageId: "m-3", traceparent: trace("b") },
      ),
    );
    const { steps } = await follower.follow("o-1");
    expect(steps.map(({ messageId }) => messageId)).toEqual(["m-1", "m-1", "m-2"]);
  });

  test("is followed over its conversation where an answer begins another trace", async () => {
    const { follower } = asking(
      service(
        "portfolio/portfolio",
        { messageId: "m-1", correlationId: "c-1" },
        { event: "received", at: 3, correlationId: "c-1", traceparent: trace("b") },
      ),
    );
    expect((await follower.follow("m-1")).steps).toHaveLength(2);
  });

  test("that nobody knows has no steps", async () => {
    expect((await asking(service("orders/order")).follower.follow("nothing")).steps).toEqual([]);
  });

  test("is asked for a bounded number of times, however far it leads", async () => {
    const chain = Array.from({ length: 20 }, (_, at) => ({ messageId: `m-${at}`, correlationId: `m-${at + 1}` }));
    const { follower, rounds } = asking(service("orders/order", ...chain));
    await follower.follow("m-0");
    expect(rounds.length).toBeLessThanOrEqual(4);
  });
});

describe("a step", () => {
  test("has the names and pages that the documents have for it, also where an outbox sent it", async () => {
    const { follower } = asking(
      service("orders/order", {
        messageId: "m-1",
        exchange: "order-action-exchange",
        routingKey: "payment-action-queue",
        type: "OrderAction",
      }),
      service("orders/payment", {
        event: "received",
        messageId: "m-1",
        operation: "paymentAction",
        queue: "payment-queue",
        type: "OrderAction",
        target: "payment-queue.wait.500",
      }),
    );
    const { steps } = await follower.follow("m-1");
    expect(steps.map(({ names }) => Object.fromEntries(Object.entries(names).map(([name, { text }]) => [name, text])))).toEqual([
      { operation: "payment", message: "OrderAction" },
      { operation: "paymentAction", message: "OrderAction", queue: "payment-queue", target: "payment-queue.wait.500" },
    ]);
  });

  test("of a request's answer is named by the operation that asked and the queue of the instance", async () => {
    const { follower } = asking(
      service("portfolio/portfolio", {
        event: "received",
        messageId: "m-1",
        operation: "requestBalance",
        queue: "balance.response.portfolio.7f3a",
        type: "BalanceResponse",
      }),
      service("portfolio/users-worker", {
        messageId: "m-1",
        exchange: "balance.response.exchange",
        routingKey: "balance.response.portfolio.7f3a",
        type: "BalanceResponse",
      }),
    );
    const { steps } = await follower.follow("m-1");
    expect(steps.map(({ names: { message, queue } }) => [message?.text, queue?.text])).toEqual([
      ["BalanceResponse", undefined],
      ["BalanceResponse", "balance.response.portfolio.7f3a"],
    ]);
  });

  test("that no document knows keeps its names on the wire", async () => {
    const { follower } = asking(service("elsewhere/thing", { messageId: "m-1", type: "Thing" }));
    expect((await follower.follow("m-1")).steps).toMatchObject([{ exchange: "x", routingKey: "k", type: "Thing", names: {} }]);
  });
});

describe("the latest journeys", () => {
  test("are one for each trace, the newest first, with what went wrong", async () => {
    const { follower } = asking(
      service("orders/order", { messageId: "m-1", at: 1, traceparent: trace("a") }, { messageId: "m-2", at: 5, traceparent: trace("b") }),
      service(
        "orders/payment",
        { event: "received", messageId: "m-1", at: 2, traceparent: trace("a"), outcome: "retried" },
        { event: "received", messageId: "m-1", at: 3, traceparent: trace("a"), outcome: "done" },
      ),
    );
    expect((await follower.latest(10)).journeys).toMatchObject([
      { id: "b".repeat(32), applications: ["orders/order"], messages: 1 },
      { id: "a".repeat(32), applications: ["orders/order", "orders/payment"], messages: 1, trouble: "retried" },
    ]);
    expect((await follower.latest(1)).journeys).toHaveLength(1);
  });
});

describe("services", () => {
  const serve = async (status: number, body: unknown): Promise<string> => {
    const server = createServer((_request, response) => response.writeHead(status).end(JSON.stringify(body)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  test("that keep no journal, are away, or tell nonsense are told apart from those that know nothing", async () => {
    const services = [
      { id: "a/knows", url: await serve(200, { entries: [] }) },
      { id: "a/off", url: await serve(404, {}) },
      { id: "a/broken", url: await serve(500, {}) },
      { id: "a/nonsense", url: await serve(200, { entries: [{ number: "1" }, null] }) },
      { id: "a/away", url: "http://127.0.0.1:1" },
    ];
    const told = await askJournals(services, new Journal(1), new AbortController().signal)();
    expect(told.map(({ application, state, entries }) => [application, state, entries.length])).toEqual([
      ["a/knows", "told", 0],
      ["a/off", "off", 0],
      ["a/broken", "away", 0],
      ["a/nonsense", "told", 0],
      ["a/away", "away", 0],
    ]);
  });

  test("that tell of ids that are no text are not believed", async () => {
    const good = { number: 1, at: 1, event: "sent", exchange: "x", routingKey: "k" };
    const url = await serve(200, { entries: [good, { ...good, traceparent: null }, { ...good, messageId: 5 }] });
    const [told] = await askJournals([{ id: "a/odd", url }], new Journal(1), new AbortController().signal)();
    expect(told?.entries).toEqual([good]);
  });

  test("are asked for as many ids as an address may hold, and for the one that was given in any case", async () => {
    const url = await serve(200, { entries: [] });
    const ids = Array.from({ length: 100 }, (_, at) => `${"é".repeat(120)}${at}`);
    const ask = askJournals([{ id: "a/knows", url }], new Journal(1), new AbortController().signal);
    expect(await ask(new Set(ids))).toMatchObject([{ state: "told" }]);
    expect(await ask(new Set(["x".repeat(10_000)]))).toMatchObject([{ state: "told" }]);
  });
});
