/** How figures and health are put together, by the nodes of the flow picture. */

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { MessagingError } from "#messaging";
import { ManagementError, type QueueFigures } from "#topology";
import { changesOf, createReading, type Now, type Sources } from "../../../../src/portal/live/watch/now.js";

const queue = (name: string, figures: Partial<QueueFigures> = {}): QueueFigures => ({
  name,
  ready: 0,
  unacked: 0,
  consumers: 0,
  published: 0,
  delivered: 0,
  acked: 0,
  ...figures,
});

const up = (...queues: readonly QueueFigures[]): Sources["management"] => ({ figures: async () => ({ queues, exchanges: [] }) });
const silent: Sources["management"] = { figures: () => Promise.reject(new ManagementError("unreachable", "The management API is gone.")) };

const read = (sources: Partial<Sources>): Promise<Now> =>
  createReading({ management: up(), broker: async () => ({ state: "up" }), services: [], queues: [], ...sources })();

describe("the broker", () => {
  test("is up where its management API answers; then the broker itself is not asked", async () => {
    const now = await read({ management: up(), broker: () => expect.unreachable() });
    expect(now.get("broker")).toEqual({ state: "up" });
  });

  test("is unseen where only the broker answers: no figure of before is left", async () => {
    expect([...(await read({ management: silent }))]).toEqual([["broker", { state: "unseen", reason: "The management API is gone." }]]);
  });

  test("is away where neither answers", async () => {
    const now = await read({ management: silent, broker: () => Promise.reject(new MessagingError("unavailable", "The broker is away.")) });
    expect([...now]).toEqual([["broker", { state: "away", reason: "The broker is away." }]]);
  });
});

describe("queues", () => {
  test("of several instances are summed under the name that the documents have", async () => {
    const management = up(
      queue("answers.a1", { ready: 1, consumers: 1 }),
      queue("answers.b2", { ready: 2, consumers: 1 }),
      queue("work", { unacked: 3 }),
    );
    const now = await read({ management, queues: ["answers.{instance}", "work"] });
    expect(now.get("queue:answers.{instance}")).toMatchObject({ ready: 3, consumers: 2 });
    expect(now.get("queue:work")).toMatchObject({ unacked: 3 });
    expect(now.has("queue:answers.a1")).toBe(false);
  });

  test("that no document has keep their own name", async () => {
    expect((await read({ management: up(queue("stranger", { ready: 7 })) })).get("queue:stranger")).toMatchObject({ ready: 7 });
  });
});

describe("a service", () => {
  const serviceThat = async (status: number, body: string): Promise<Now> => {
    const server = createServer((_request, response) => response.writeHead(status).end(body));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    return read({ services: [{ id: "shop/stock", url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }] });
  };
  const rows: [string, number, string, object][] = [
    ["is ready", 200, '{"status":"up","checks":{"broker":true,"store":true}}', { state: "ready", lacks: [] }],
    ["may be ready without all that it needs", 200, '{"checks":{"broker":false,"store":true}}', { state: "ready", lacks: ["broker"] }],
    [
      "is not ready, and tells what it lacks",
      503,
      '{"checks":{"broker":false,"store":false}}',
      { state: "not ready", lacks: ["broker", "store"] },
    ],
    ["that answers with something else is as good as away", 200, "<html>", { state: "away", lacks: [] }],
    ["that answers without checks lacks nothing known", 503, "{}", { state: "not ready", lacks: [] }],
  ];
  test.each(rows)("%s", async (_title, status, body, state) => {
    expect((await serviceThat(status, body)).get("service:shop/stock")).toEqual(state);
  });

  test("that nobody answers for is away", async () => {
    const now = await read({ services: [{ id: "shop/stock", url: "http://127.0.0.1:1" }] });
    expect(now.get("service:shop/stock")).toEqual({ state: "away", lacks: [] });
  });
});

describe("changes", () => {
  const state = fc.record({ state: fc.constantFrom("up", "away", "unseen") }) as fc.Arbitrary<{ readonly state: "up" }>;
  const nows = fc
    .array(fc.tuple(fc.constantFrom("broker", "queue:a", "queue:b", "queue:__proto__", "service:c"), state))
    .map((entries): Now => new Map(entries));

  test("lead from what was to what is, and nothing changes nothing", () => {
    fc.assert(
      fc.property(nows, nows, (before, now) => {
        const told = JSON.parse(JSON.stringify(changesOf(before, now))) as Record<string, unknown>;
        const merged = new Map<string, unknown>(before);
        for (const [id, value] of Object.entries(told)) {
          if (value === null) merged.delete(id);
          else merged.set(id, value);
        }
        expect(Object.fromEntries(merged)).toEqual(Object.fromEntries(now));
        expect(changesOf(now, now)).toEqual({});
      }),
    );
  });
});
