import { describe, expect, onTestFinished, test, vi } from "vitest";
import { order } from "#generated/orders/order/index.js";
import { users } from "#generated/portfolio/users/index.js";
import type { OutsideScope, RunningService } from "#host";
import { type AnyHandlers, type HttpCall, HttpError, type HttpResult } from "#http";
import { openStore } from "#persistence";
import { executeOutside } from "../../src/host/outside.js";
import { document, json, migrations, type NoteTables, post, startWith } from "./stage.js";

type Scope = OutsideScope<NoteTables, ReturnType<typeof order.publisher>, unknown>;

/** A service whose `write` is outside of any transaction; `list` is in one. */
const start = (write: (scope: Scope) => () => Promise<HttpResult>): Promise<RunningService> =>
  startWith({
    contract: order,
    migrations,
    handlers: () => ({}) as never,
    http: {
      document,
      port: 8080,
      api: ({ db }) => ({ list: async () => ({ status: 200, body: await db.selectFrom("notes").select("text").execute() }) }),
      outside: (scope) => ({ write: write(scope) }),
    },
  });

const notes = async (service: RunningService): Promise<string[]> =>
  (await json<{ text: string }[]>(`${service.url}/notes`)).map(({ text }) => text);

const note = ({ change }: Scope, text: string) => change(({ db }) => db.insertInto("notes").values({ text }).execute());

const action = {
  orderId: "ae5e5918-facb-40e5-bbdf-3525cedaaa7e",
  customerId: "123e4567-e89b-12d3-a456-426614174000",
  cardId: "123e4567-e89b-12d3-a456-426614174003",
  itemId: "123e4567-e89b-12d3-a456-426614174002",
  price: "1.00",
};

const pendingIn = async (service: RunningService): Promise<number> =>
  (await json<{ outboxPending: number }>(`${service.url}/health/messaging`)).outboxPending;

describe("an operation outside of any transaction", () => {
  test("is built once, and reads what its changes have committed", async () => {
    const build = vi.fn((scope: Scope) => async () => {
      await note(scope, "a");
      const rows = await scope.read((db) => db.selectFrom("notes").select("text").execute());
      return { status: 200, body: rows.length };
    });
    const service = await start(build);
    expect([await (await post(service)).json(), await (await post(service)).json()]).toEqual([1, 2]);
    expect(build).toHaveBeenCalledOnce();
  });

  test("publishes with its change, and counts it", async () => {
    const service = await start(({ change }) => async () => {
      await change(({ publish }) => publish.payment(action));
      return { status: 200 };
    });
    await post(service);
    expect(await pendingIn(service)).toBe(1);
    expect(await (await fetch(`${service.url}/metrics`)).text()).toContain('warren_enqueued_total{operation="payment"} 1');
  });

  test("leaves nothing of a change that failed and everything of those before it", async () => {
    const service = await start((scope) => async () => {
      await note(scope, "kept");
      await scope.change(async ({ db, publish }) => {
        await publish.payment(action);
        await db.insertInto("notes").values({ text: "undone" }).execute();
        throw new HttpError(409, "Not now.");
      });
      return { status: 200 };
    });
    expect((await post(service)).status).toBe(409);
    expect(await notes(service)).toEqual(["kept"]);
    expect(await pendingIn(service)).toBe(0);
  });

  test("may answer with 503 itself", async () => {
    const service = await start(() => async () => ({
      status: 503,
      body: { title: "Service unavailable", status: 503, detail: "Nobody answers." },
    }));
    const response = await post(service);
    expect([response.status, await response.json()]).toEqual([503, expect.objectContaining({ detail: "Nobody answers." })]);
  });
});

describe("an Idempotency-Key of an operation outside of any transaction", () => {
  const key = { "idempotency-key": "k" };

  test("gets the first answer again, and nothing is done twice", async () => {
    let count = 0;
    const service = await start((scope) => async () => {
      count++;
      await note(scope, `note ${count}`);
      return { status: 200, body: { count }, headers: { location: `/notes/${count}` } };
    });
    await post(service, key);
    const again = await post(service, key);
    expect([again.status, again.headers.get("location"), await again.json()]).toEqual([200, "/notes/1", { count: 1 }]);
    expect(await notes(service)).toEqual(["note 1"]);
  });

  test("that comes with another request gets 409", async () => {
    const service = await start(() => async () => ({ status: 200 }));
    await post(service, key);
    const other = await fetch(`${service.url}/notes/`, { method: "POST", headers: key });
    expect([other.status, await other.json()]).toEqual([
      409,
      expect.objectContaining({ detail: "This Idempotency-Key was used for another request." }),
    ]);
  });

  test("that comes while its first request is carried out gets 409, and its answer once there is one", async () => {
    let proceed: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (proceed = resolve));
    let arrived: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (arrived = resolve));
    const service = await start(() => async () => {
      arrived();
      await gate;
      return { status: 200, body: "done" };
    });
    const first = post(service, key);
    await begun;
    const second = await post(service, key);
    expect([second.status, await second.json()]).toEqual([
      409,
      expect.objectContaining({ detail: "The first request with this Idempotency-Key is still being carried out; ask again later." }),
    ]);
    proceed();
    expect((await first).status).toBe(200);
    expect(await (await post(service, key)).json()).toBe("done");
  });

  test.each([
    ["is answered with 503", async () => ({ status: 503, body: { status: 503 } })],
    ["is answered with 422", async () => ({ status: 422, body: { status: 422 } })],
    ["fails", () => Promise.reject(new Error("no"))],
  ])("is free again when its request %s", async (_what, failing: () => Promise<HttpResult>) => {
    const write = vi.fn<() => Promise<HttpResult>>(async () => ({ status: 200 })).mockImplementationOnce(failing);
    const service = await start(() => write);
    expect((await post(service, key)).status).toBeGreaterThanOrEqual(422);
    expect((await post(service, key)).status).toBe(200);
  });
});

test("a request whose time is up is answered, whatever its operation does about that, and its key is free once that has ended", async () => {
  const store = await openStore<NoteTables>({ url: ":memory:", migrations });
  onTestFinished(() => store.close());
  let end: () => void = () => undefined;
  const slow = new Promise<void>((resolve) => (end = resolve));
  const write = vi.fn(async (): Promise<HttpResult> => {
    await slow;
    throw new Error("too late");
  });
  const execute = executeOutside({ write }, store);
  const call = (signal: AbortSignal): HttpCall => ({
    operationId: "write",
    method: "POST",
    requestId: "r",
    signal,
    idempotency: { key: "k", fingerprint: "f" },
  });
  const run = (handlers: AnyHandlers): Promise<HttpResult> => handlers.write?.(undefined as never) ?? Promise.reject(new Error("none"));
  await expect(execute(call(AbortSignal.timeout(1)), run)).rejects.toMatchObject({ code: "timeout" });
  const patient = new AbortController().signal;
  expect(await execute(call(patient), run)).toMatchObject({ status: 409 });
  end();
  write.mockResolvedValue({ status: 200 });
  await expect.poll(() => execute(call(patient), run)).toEqual({ status: 200 });
});

describe("a service does not start", () => {
  const one = { list: async () => ({ status: 200 }) };
  const both = { ...one, write: async () => ({ status: 200 }) };
  const parts = { contract: users, migrations, handlers: () => ({}) };
  const untyped = (handlers: object) => handlers as AnyHandlers;

  test("where an operation is in neither half of its API", async () => {
    await expect(startWith({ ...parts, http: { document, port: 8001, api: () => one } })).rejects.toThrow(
      "The HTTP API cannot be served: operation write is missing from both http.api and http.outside.",
    );
  });

  test("where an operation is in both halves, which the compiler refuses too", async () => {
    await expect(startWith({ ...parts, http: { document, port: 8001, api: () => both, outside: () => untyped(one) } })).rejects.toThrow(
      "operation list is in both http.api and http.outside",
    );
    // @ts-expect-error -- `list` is in both
    await expect(startWith({ ...parts, http: { document, port: 8001, api: () => both, outside: () => one } })).rejects.toThrow();
  });

  test("where a function carries out no operation of the document", async () => {
    const strange = { ...both, wirte: async () => ({ status: 200 }) };
    await expect(startWith({ ...parts, http: { document, port: 8001, outside: () => strange } })).rejects.toThrow(
      "wirte is no operation of the OpenAPI document",
    );
  });
});
