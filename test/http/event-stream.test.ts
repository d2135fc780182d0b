import { get, type IncomingMessage } from "node:http";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { createHttpApp, type EventStream, type HttpAppOptions, HttpError, type HttpServer, listen, type ServerSentEvent } from "#http";

const document = {
  openapi: "3.1.0",
  info: { title: "News", version: "1.0.0" },
  paths: {
    "/news": {
      get: {
        operationId: "follow",
        parameters: [{ name: "last-event-id", in: "header", schema: { type: "string", pattern: "^[0-9]+$" } }],
        responses: { "200": { description: "Events.", content: { "text/event-stream": { schema: { type: "object" } } } } },
      },
    },
  },
};

type Follow = (request: { headers: Record<string, string> }) => Promise<{ status: number; body: EventStream }>;
type Handlers = Record<string, (request: never) => Promise<{ status: number; body?: unknown }>>;

const servers: HttpServer[] = [];
const logged: object[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close(0)));
  logged.splice(0);
});

async function serve(follow: Follow, more: Partial<HttpAppOptions<Handlers>> = {}): Promise<string> {
  const app = createHttpApp<Handlers>({
    api: { document, execute: (_, run) => run({ follow }) },
    health: { ready: async () => ({}), messaging: async () => ({}), metrics: async () => ({ contentType: "text/plain", text: "" }) },
    log: { debug: () => undefined, error: (fields) => logged.push(fields) },
    ...more,
  });
  const server = await listen(app, { port: 0 });
  servers.push(server);
  return `${server.url}/news`;
}

const answering =
  (body: EventStream): Follow =>
  async () => ({ status: 200, body });

async function* listed(events: readonly ServerSentEvent[]): AsyncGenerator<ServerSentEvent> {
  yield* events;
}

/** Sends nothing, until it is told to end. */
const silent: EventStream = async function* (ended) {
  await new Promise<void>((resolve) => ended.addEventListener("abort", () => resolve(), { once: true }));
};

describe("an event stream", () => {
  test("is written as events with id, name and JSON, and ends with its source", async () => {
    const url = await serve(answering(() => listed([{ id: "1", event: "told", data: { text: "two\nlines" } }, { data: 7 }])));
    const response = await fetch(url);
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    expect(response.headers.get("cache-control")).toContain("no-store");
    expect(await response.text()).toBe('retry: 1000\n\nid: 1\nevent: told\ndata: {"text":"two\\nlines"}\n\ndata: 7\n\n');
  });

  test("lets no id or name write a line of its own", async () => {
    const url = await serve(answering(() => listed([{ id: "1\ndata: forged", event: "a\r\nb", data: 1 }])));
    expect(await (await fetch(url)).text()).toContain("id: 1data: forged\nevent: ab\ndata: 1\n\n");
  });

  test("gives the handler the id after which the client goes on", async () => {
    const url = await serve(async ({ headers }) => ({ status: 200, body: () => listed([{ data: headers["last-event-id"] }]) }));
    expect(await (await fetch(url, { headers: { "Last-Event-ID": "41" } })).text()).toContain('data: "41"');
    expect((await fetch(url, { headers: { "Last-Event-ID": "x" } })).status).toBe(400);
  });

  test("sends a comment when nothing else has been sent for a while", async () => {
    const url = await serve(answering(silent), { streamTimes: { heartbeatMs: 10 } });
    const response = await fetch(url);
    let text = "";
    for await (const part of response.body ?? []) {
      text += Buffer.from(part as Uint8Array).toString();
      if (text.includes(":\n\n:\n\n")) break;
    }
    expect(text).toBe("retry: 1000\n\n:\n\n:\n\n");
  });

  test("ends its source when the client goes", async () => {
    let tell: (gone: boolean) => void = () => undefined;
    const gone = new Promise<boolean>((resolve) => {
      tell = resolve;
    });
    const url = await serve(
      answering(async function* (ended) {
        yield { data: 1 };
        yield* silent(ended);
        tell(ended.aborted);
      }),
    );
    const client = new AbortController();
    const reader = (await fetch(url, { signal: client.signal })).body?.getReader();
    await reader?.read();
    client.abort();
    expect(await gone).toBe(true);
  });

  test("ends when the server closes, at once and not when its grace is over", async () => {
    const closing = new AbortController();
    const url = await serve(answering(silent), { closing: closing.signal });
    const response = await fetch(url);
    closing.abort();
    const [server] = servers.splice(0);
    await server?.close(60_000);
    expect(await response.text()).toBe("retry: 1000\n\n");
  });

  test("that fails ends, and is logged", async () => {
    const failing: EventStream = async function* () {
      yield { data: 1 };
      throw new Error("the database is gone");
    };
    const response = await fetch(await serve(answering(failing)));
    expect(await response.text()).toContain("data: 1");
    expect(logged).toMatchObject([{ err: { message: "the database is gone" } }]);
  });

  test("that a handler refuses is a problem like any other", async () => {
    const url = await serve(() => Promise.reject(new HttpError(409, "Not now.")));
    expect(await (await fetch(url)).json()).toMatchObject({ status: 409, detail: "Not now." });
  });

  test("has no body for HEAD", async () => {
    const response = await fetch(await serve(answering(silent)), { method: "HEAD" });
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });

  test("is one of so many, and one more is asked to come later", async () => {
    const url = await serve(answering(silent), { limits: { streams: 1 } });
    const client = new AbortController();
    await fetch(url, { signal: client.signal });
    expect((await fetch(url)).status).toBe(503);
    client.abort();
    const statusOfNext = async (): Promise<number> => {
      const next = new AbortController();
      const { status } = await fetch(url, { signal: next.signal });
      next.abort();
      return status;
    };
    await expect.poll(statusOfNext).toBe(200);
  });
});

describe("a client that reads nothing", () => {
  const large = { data: "x".repeat(64 * 1024) };

  /** Asks, and reads no further than the headers. */
  const unread = (url: string): Promise<IncomingMessage> =>
    new Promise((resolve) => {
      const request = get(url, (response) => resolve(response.pause()));
      request.on("error", () => undefined);
      onTestFinished(() => void request.destroy());
    });

  test("holds back its own stream, so that no more gathers than the sockets take, and is cut off when it goes on", async () => {
    let yielded = 0;
    let cut: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => {
      cut = resolve;
    });
    const endless: EventStream = async function* (ended) {
      ended.addEventListener("abort", cut);
      for (; !ended.aborted; yielded++) yield large;
    };
    const url = await serve(answering(endless), { streamTimes: { stallMs: 300 } });
    await unread(url);
    await gone;
    // What the kernel's buffers on both sides hold: some megabytes, and not what was yielded in 300 ms at full speed.
    expect(yielded).toBeGreaterThan(0);
    expect(yielded * large.data.length).toBeLessThan(32 * 1024 * 1024);
  });
});
