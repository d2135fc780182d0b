import { EventEmitter, once } from "node:events";
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { createHttpApp, type Execute, type HttpAppOptions, type HttpCall, type HttpServer, listen } from "#http";

const document = parse(readFileSync("openapi/orders/order.yaml", "utf8")) as object;
const sample = {
  customerId: "123e4567-e89b-12d3-a456-426614174000",
  cardId: "123e4567-e89b-12d3-a456-426614174003",
  itemId: "123e4567-e89b-12d3-a456-426614174002",
  price: 100,
};
const order = { id: "ae5e5918-facb-40e5-bbdf-3525cedaaa7e", ...sample, status: "pending", message: "Order is pending" };

type Handlers = Record<string, (request: never) => Promise<{ status: number; body?: unknown }>>;
const handlers: Handlers = {
  createOrder: async () => ({ status: 201, body: order }),
  getOrder: async ({ params }: { params: { id: string } }) => ({ status: 200, body: { ...order, id: params.id } }),
  listOrders: async ({ query }: { query: { limit: number } }) => ({ status: 200, body: { items: [], limit: query.limit } }),
};

const servers: HttpServer[] = [];
const logged: object[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close(0)));
  logged.splice(0);
});

async function serve(given: Handlers = handlers, more: Partial<HttpAppOptions<Handlers>> = {}, calls: HttpCall[] = []): Promise<string> {
  const execute: Execute<Handlers> = (call, run) => {
    calls.push(call);
    return run(given);
  };
  const app = createHttpApp<Handlers>({
    api: { document, execute },
    health: {
      ready: async () => ({ broker: true, store: false }),
      messaging: async () => ({ state: "up" }),
      metrics: async () => ({ contentType: "text/plain", text: "warren_up 1\n" }),
    },
    log: { debug: () => undefined, error: (fields) => logged.push(fields) },
    ...more,
  });
  const server = await listen(app, { port: 0 });
  servers.push(server);
  return server.url;
}

const post = (url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${url}/orders`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

interface ProblemBody {
  status: number;
  detail?: string;
  instance?: string;
  errors?: { field: string; message: string }[];
}

async function problemFrom(response: Response): Promise<ProblemBody> {
  expect(response.headers.get("content-type")).toContain("application/problem+json");
  const body = (await response.json()) as ProblemBody;
  expect(body.status).toBe(response.status);
  return body;
}

describe("a request that meets the contract", () => {
  test("reaches its handler and gets the handler's answer", async () => {
    const response = await post(await serve(), sample);
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual(order);
  });

  test("reaches its handler with converted parameters and their defaults", async () => {
    const url = await serve();
    expect(await (await fetch(`${url}/orders?limit=7`)).json()).toMatchObject({ limit: 7 });
    expect(await (await fetch(`${url}/orders`)).json()).toMatchObject({ limit: 20 });
  });

  test("hands over its idempotency key with a fingerprint that follows the body", async () => {
    const calls: HttpCall[] = [];
    const url = await serve(handlers, {}, calls);
    for (const price of [1, 1, 2]) await post(url, { ...sample, price }, { "idempotency-key": "k" });
    const prints = calls.map((call) => call.idempotency?.fingerprint);
    expect(prints[0]).toBe(prints[1]);
    expect(prints[0]).not.toBe(prints[2]);
  });

  test("with HEAD gets what GET answers, without the body", async () => {
    const url = `${await serve()}/orders/${order.id}`;
    const got = await fetch(url);
    const head = await fetch(url, { method: "HEAD" });
    expect(head.status).toBe(200);
    expect(head.headers.get("content-length")).toBe(got.headers.get("content-length"));
    expect(await head.text()).toBe("");
  });

  test("keeps a sane request id and replaces a hostile one", async () => {
    const url = await serve();
    expect((await post(url, sample, { "x-request-id": "abc-1" })).headers.get("x-request-id")).toBe("abc-1");
    expect((await post(url, sample, { "x-request-id": "a b{" })).headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe("a request that breaks the contract", () => {
  test.each([
    ["a missing field", { ...sample, price: undefined }, "/price"],
    ["a wrong type", { ...sample, price: "100" }, "/price"],
    ["an amount below zero", { ...sample, price: -1 }, "/price"],
    ["an id that is no UUID", { ...sample, cardId: "x" }, "/cardId"],
    ["an unknown field", { ...sample, colour: "red" }, "/colour"],
  ])("gets 400 naming the field: %s", async (_name, body, field) => {
    const problem = await problemFrom(await post(await serve(), body));
    expect(problem.status).toBe(400);
    expect(problem.errors?.map((error) => error.field)).toContain(field);
  });

  test("gets 400 for a body that is not JSON", async () => {
    expect((await problemFrom(await post(await serve(), '{"price":'))).detail).toBe("The body is not valid JSON.");
  });

  test("gets 400 for a prototype key and changes no prototype", async () => {
    const problem = await problemFrom(await post(await serve(), `{"__proto__":{"price":1},${JSON.stringify(sample).slice(1)}`));
    expect(problem.status).toBe(400);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test("gets 413 for a body over the limit", async () => {
    const url = await serve(handlers, { limits: { bodyBytes: 1000 } });
    expect((await problemFrom(await post(url, { ...sample, pad: "x".repeat(2000) }))).status).toBe(413);
  });

  test("gets 415 for another content type", async () => {
    expect((await problemFrom(await post(await serve(), "a=1", { "content-type": "application/x-www-form-urlencoded" }))).status).toBe(415);
  });

  test("gets 400 for a path parameter of the wrong form", async () => {
    const problem = await problemFrom(await fetch(`${await serve()}/orders/42`));
    expect(problem.errors?.map((error) => error.field)).toEqual(["path/id"]);
  });

  test("gets 404 for an unknown address and 405 for an unknown method", async () => {
    const url = await serve();
    const nowhere = await problemFrom(await fetch(`${url}/nowhere`));
    expect(nowhere).toMatchObject({ status: 404, detail: "Nothing is found at this address." });
    expect(nowhere.errors).toBeUndefined();
    const deleted = await fetch(`${url}/orders`, { method: "DELETE" });
    expect(deleted.headers.get("allow")?.split(", ").sort()).toEqual(["GET", "HEAD", "POST"]);
    expect((await problemFrom(deleted)).status).toBe(405);
  });

  test.each(["/orders/%zz", "/%E0%A4%A"])("gets 400 for an address that cannot be decoded: %s", async (path) => {
    const problem = await problemFrom(await fetch(`${await serve()}${path}`));
    expect(problem).toMatchObject({ status: 400, detail: "The address is not valid percent-encoding of UTF-8." });
  });

  test.each(["null", '"text"', "17"])("gets 400 for JSON that is no object: %s", async (body) => {
    expect((await problemFrom(await post(await serve(), body))).detail).toBe("The request breaks the API's contract.");
  });
});

describe("a handler that fails", () => {
  test("is answered with 500 that shows nothing of the inside, and is logged with the request id", async () => {
    const url = await serve({ ...handlers, createOrder: () => Promise.reject(new Error("secret table name")) });
    const response = await post(url, sample, { "x-request-id": "r-1" });
    const problem = await problemFrom(response);
    expect(problem.status).toBe(500);
    expect(JSON.stringify(problem)).not.toContain("secret");
    expect(problem.instance).toBe("urn:request:r-1");
    expect(logged).toMatchObject([{ requestId: "r-1", status: 500 }]);
  });

  test.each(["unavailable", "timeout", "unroutable"])("is answered with 503 where something is away for now: %s", async (code) => {
    const away = Object.assign(new Error("database is locked"), { code });
    const response = await post(await serve({ ...handlers, createOrder: () => Promise.reject(away) }), sample);
    expect((await problemFrom(response)).status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("1");
  });

  test("is answered with 500 when its answer breaks the document, where answers are checked", async () => {
    const url = await serve({ ...handlers, createOrder: async () => ({ status: 201, body: { id: 1 } }) }, { validateResponses: true });
    expect((await problemFrom(await post(url, sample))).status).toBe(500);
  });
});

describe("beside the API", () => {
  test("health and metrics are served, ready only when everything is", async () => {
    const url = await serve();
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: "down", checks: { broker: true, store: false } }]);
    expect(await (await fetch(`${url}/health/messaging`)).json()).toEqual({ state: "up" });
    expect(await (await fetch(`${url}/metrics`)).text()).toContain("warren_up 1");
  });

  test("a service that is of use although something is away says so, and what is away", async () => {
    const health: HttpAppOptions<Handlers>["health"] = {
      ready: async () => ({ broker: false, store: true }),
      isEnough: ({ store }) => store === true,
      messaging: async () => ({}),
      metrics: async () => ({ contentType: "text/plain", text: "" }),
    };
    const ready = await fetch(`${await serve(handlers, { health })}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: "up", checks: { broker: false, store: true } }]);
  });

  test("a client over the rate limit gets 429, health does not count", async () => {
    const url = await serve(handlers, { limits: { requestsPerMinute: 2 } });
    for (let i = 0; i < 3; i++) expect((await fetch(`${url}/health/live`)).status).toBe(200);
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await post(url, sample)).status);
    expect(statuses).toEqual([201, 201, 429]);
  });

  test("a server that closes answers what runs and keeps no connection for more", async () => {
    const gate = new EventEmitter();
    const app = (await import("express")).default();
    app.get("/", async (_request, response) => {
      const answered = once(gate, "answer");
      gate.emit("arrived");
      await answered;
      response.send("done");
    });
    const server = await listen(app, { port: 0 });
    const arrived = once(gate, "arrived");
    const response = fetch(server.url);
    await arrived;
    const began = performance.now();
    const closed = server.close(60_000);
    gate.emit("answer");
    expect(await (await response).text()).toBe("done");
    await closed;
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  test("an address of another machine is one plain sentence", async () => {
    const app = (await import("express")).default();
    await expect(listen(app, { port: 0, host: "192.0.2.1" })).rejects.toThrow("no address 192.0.2.1 to listen on; set HTTP_HOST");
  });

  test("a taken port is one plain sentence", async () => {
    const taken = Number(new URL(await serve()).port);
    const app = (await import("express")).default();
    await expect(listen(app, { port: taken })).rejects.toThrow(
      `Port ${taken} on 127.0.0.1 is taken by another program; set HTTP_PORT to a free one.`,
    );
  });
});
