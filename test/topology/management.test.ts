/** The client of the management API, against a server that answers as RabbitMQ does, or as it should not. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Management, managementAddress, openManagement, type RequestLimits } from "#topology";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const json = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
};

async function serverOf(answer: Answer): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function managementOf(answer: Answer, limits: RequestLimits = {}): Promise<Management> {
  const managementUrl = await serverOf(answer);
  return openManagement(managementAddress({ brokerUrl: "amqp://anna:s%2Fecret@127.0.0.1/a%2Fb", managementUrl }), limits);
}

const page = (items: readonly unknown[], count = 1) => ({ items, page_count: count });

describe("the address", () => {
  const rows: [string, Parameters<typeof managementAddress>[0], object][] = [
    [
      "is that of the broker's host, with its user and virtual host",
      { brokerUrl: "amqp://anna:s%2Fecret@rabbit:5673/a%2Fb" },
      { url: "http://rabbit:15672", username: "anna", password: "s/ecret", vhost: "a/b" },
    ],
    ["is encrypted where the broker's is", { brokerUrl: "amqps://rabbit" }, { url: "https://rabbit:15671", username: "guest", vhost: "/" }],
    [
      "may be given, with a user of its own and a path",
      { brokerUrl: "amqp://anna:secret@rabbit/v", managementUrl: "https://admin:x@desk/rabbit/", vhost: "w" },
      { url: "https://desk/rabbit", username: "admin", password: "x", vhost: "w" },
    ],
    ["has an IPv6 host in brackets", { brokerUrl: "amqp://[::1]:5672" }, { url: "http://[::1]:15672" }],
  ];
  test.each(rows)("%s", (_title, names, address) => expect(managementAddress(names)).toMatchObject(address));

  test.each(["ftp://rabbit", "rabbit:15672", "http://%zz@rabbit"])("%s is refused, and not repeated", (managementUrl) => {
    expect(() => managementAddress({ brokerUrl: "amqp://rabbit", managementUrl })).toThrow(/must look like http:\/\/host:15672/);
  });
});

describe("reading", () => {
  test("asks as the user, of the virtual host, page after page", async () => {
    const asked: string[] = [];
    const management = await managementOf((request, response) => {
      asked.push(request.url ?? "");
      expect(request.headers.authorization).toBe(`Basic ${Buffer.from("anna:s/ecret").toString("base64")}`);
      const at = Number(/page=(\d+)/.exec(request.url ?? "")?.[1]);
      json(response, page([{ name: `queue-${at}`, type: "quorum", durable: true, messages: at }], 3));
    });
    const queues = await management.queues();
    expect(queues.map(({ name, type, messages }) => [name, type, messages])).toEqual([
      ["queue-1", "quorum", 1],
      ["queue-2", "quorum", 2],
      ["queue-3", "quorum", 3],
    ]);
    for (const url of asked) expect(url).toMatch(/^\/api\/queues\/a%2Fb\?page=\d&page_size=500&/);
  });

  test("leaves out what RabbitMQ makes itself, and queues that it named", async () => {
    const management = await managementOf((request, response) => {
      if (request.url?.startsWith("/api/queues") === true) json(response, page([{ name: "amq.gen-x" }, { name: "mine" }]));
      else if (request.url?.startsWith("/api/exchanges") === true)
        json(response, page([{ name: "" }, { name: "amq.topic" }, { name: "own" }]));
      else
        json(response, [
          { source: "", destination: "mine" },
          { source: "own", destination: "amq.gen-x" },
          { source: "own", destination: "mine" },
        ]);
    });
    const [queues, exchanges, bindings] = [await management.queues(), await management.exchanges(), await management.bindings()];
    expect([queues, exchanges].map((list) => list.map(({ name }) => name))).toEqual([["mine"], ["own"]]);
    expect(bindings.map(({ exchange, destination }) => [exchange, destination])).toEqual([["own", "mine"]]);
  });

  test("asks for figures in two small requests, and takes what is missing for none", async () => {
    const asked: string[] = [];
    const management = await managementOf((request, response) => {
      const url = request.url ?? "";
      asked.push(url);
      const rates = (names: readonly string[]) => Object.fromEntries(names.map((name, at) => [`${name}_details`, { rate: at + 0.5 }]));
      const busy = {
        name: "busy",
        messages_ready: 3,
        messages_unacknowledged: 2,
        consumers: 1,
        message_stats: rates(["publish", "deliver_get", "ack"]),
      };
      if (url.startsWith("/api/queues")) json(response, page([busy, { name: "new" }, { name: "amq.gen-x" }]));
      else json(response, page([{ name: "own", message_stats: rates(["publish_in", "publish_out"]) }, { name: "idle" }, { name: "" }]));
    });
    const none = { published: 0, delivered: 0, acked: 0 };
    expect(await management.figures()).toEqual({
      queues: [
        { name: "busy", ready: 3, unacked: 2, consumers: 1, published: 0.5, delivered: 1.5, acked: 2.5 },
        { name: "new", ready: 0, unacked: 0, consumers: 0, ...none },
      ],
      exchanges: [
        { name: "own", published: 0.5, routed: 1.5 },
        { name: "idle", published: 0, routed: 0 },
      ],
    });
    expect(asked).toHaveLength(2);
    for (const url of asked) expect(url).toMatch(/&columns=name,/);
  });

  const failures: [string, Answer, RequestLimits, object][] = [
    [
      "a wrong password",
      (_request, response) => json(response, { error: "not_authorised" }, 401),
      {},
      { code: "refused", message: expect.stringMatching(/refuses the user "anna": wrong name or password/) },
    ],
    [
      "a virtual host that is not there",
      (_request, response) => json(response, { error: "Object Not Found" }, 404),
      {},
      { code: "missing", message: 'RabbitMQ has no virtual host "a/b".' },
    ],
    [
      "a page that is no answer of RabbitMQ's",
      (_request, response) => response.end("<html>"),
      {},
      { code: "unexpected", message: expect.stringContaining("is no management API of RabbitMQ") },
    ],
    [
      "an answer in another form",
      (request, response) => json(response, request.url?.includes("vhosts") === true ? {} : []),
      {},
      { code: "unexpected", message: expect.stringContaining("something else than a page of a list") },
    ],
    [
      "an error of the server's",
      (_request, response) => json(response, {}, 500),
      {},
      { code: "unexpected", message: expect.stringContaining("with 500") },
    ],
    [
      "no answer in time",
      () => undefined,
      { timeoutMs: 50 },
      { code: "unreachable", message: expect.stringContaining("no answer within 0.05 s") },
    ],
    [
      "a body without end",
      (_request, response) => {
        const chunk = Buffer.alloc(65_536, "x");
        const more = (): void => {
          if (!response.destroyed) response.write(chunk, more);
        };
        more();
      },
      { maxBytes: 1_000_000 },
      { code: "unexpected", message: expect.stringContaining("more than 1000000 bytes") },
    ],
    [
      "a redirect, which would take the password along",
      (_request, response) => response.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
      {},
      { code: "unreachable" },
    ],
  ];
  test.each(failures)("%s is one plain sentence without the password", async (_title, answer, limits, error) => {
    const management = await managementOf(answer, limits);
    const failure = await management.topology().catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ name: "ManagementError", ...error });
    expect(String(failure)).not.toContain("ecret");
  });

  test("pages without end are given up", async () => {
    const management = await managementOf((_request, response) => json(response, page([], Number.MAX_SAFE_INTEGER)));
    await expect(management.queues()).rejects.toThrow("more than 1000 pages");
  });

  test("where nothing listens, it says where it looked", async () => {
    const management = openManagement(managementAddress({ brokerUrl: "amqp://localhost", managementUrl: "http://127.0.0.1:1" }));
    await expect(management.queues()).rejects.toThrow(
      /^The management API at http:\/\/127\.0\.0\.1:1 cannot be reached \(.+\): is the management plugin on/,
    );
  });
});
