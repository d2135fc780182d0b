/** The requests that README and guides show get the answers that they print. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listServices } from "../../scripts/setup/services.mjs";
import { openTestBroker, type TestBroker } from "../support/broker.js";
import { type OrdersSystem, startOrdersSystem } from "../support/orders-system.js";
import { missing, python } from "../support/pika.js";
import { type PortfolioSystem, startPortfolioSystem } from "../support/portfolio-system.js";
import { runProgram, runScript } from "../support/processes.js";
import { until } from "../support/system.js";
import { commandsOf, scripts } from "./support/commands.js";
import { requestOf, type ShownRequest } from "./support/curl.js";
import { type Block, blocksOf, checkedTable, readText, repository } from "./support/markdown.js";

let broker: TestBroker;
let orders: OrdersSystem;
let portfolio: PortfolioSystem;
/** Where each service listens in this run, by the port that documents name. */
let urls: ReadonlyMap<string, string>;

beforeAll(async () => {
  broker = await openTestBroker();
  [orders, portfolio] = await Promise.all([startOrdersSystem(broker.url), startPortfolioSystem(broker.url)]);
  const here: Readonly<Record<string, string>> = {
    "orders/order": orders.url("order"),
    "orders/payment": orders.url("payment"),
    "orders/product": orders.url("product"),
    "portfolio/portfolio": portfolio.portfolio.url,
    "portfolio/users": portfolio.users.url,
  };
  urls = new Map((await listServices(repository)).flatMap(({ id, port }) => (port === undefined ? [] : [[String(port), here[id] ?? ""]])));
}, 60_000);
afterAll(async () => {
  await Promise.all([orders.close(), portfolio.close()]);
  await broker.close();
});

/** Sends a shown request to the service that runs in the place of the shown one. */
const send = ({ port, path, init }: ShownRequest): Promise<Response> => fetch(`${urls.get(port) ?? ""}${path}`, init);

const isCurl = ({ lines }: Block): boolean => lines.some((line) => /^(\$ )?curl /.test(line));
const curlBlocks = (path: string): readonly Block[] => blocksOf(path).filter(isCurl);

/** Commands and the line of JSON that is printed below each. */
const answered = (path: string): readonly (ShownRequest & { readonly answer: object })[] =>
  curlBlocks(path).flatMap(({ lines }) =>
    lines.flatMap((line, index) =>
      line.startsWith("$ ") ? [{ ...requestOf(line.slice(2)), answer: JSON.parse(lines[index + 1] ?? "") as object }] : [],
    ),
  );

// Before anything moves money, as a reader would who has just started the system.
test.skipIf(python === undefined)(python === undefined ? missing : "the client in Python is answered as the guide prints", async () => {
  const [block] = blocksOf("docs/how-to/request-reply.md").filter(({ lines }) => lines.some((line) => line.startsWith("$ python3 ")));
  const [line = "", ...printed] = block?.lines ?? [];
  const [, script = "", user = ""] = /^\$ python3 (\S+) amqp:\S+ (\d+)$/.exec(line) ?? [];
  const { ended, output } = runProgram(python ?? "", [script, broker.url, user], { cwd: repository });
  expect([await ended, output().split("\n")]).toEqual([0, printed]);
});

interface Answer {
  readonly id?: unknown;
  readonly status?: unknown;
}

/** Times, and the ids of requests, differ from run to run. */
const lasting = (answer: unknown): unknown =>
  JSON.parse(
    JSON.stringify(answer)
      .replaceAll(/"\d{4}-\d\d-\d\dT[\d:.]+Z"/g, '"a time"')
      .replaceAll(/"urn:request:[^"]+"/g, '"a request"'),
  );

test("the README's curl lines are answered as printed", async () => {
  /** Ids that the README prints, and those that this run gave instead. */
  const ids = new Map<string, string>();
  const here = (text: string): string => [...ids].reduce((result, [printed, given]) => result.replaceAll(printed, given), text);
  const shown = answered("README.md");
  expect([...new Set(shown.map(({ port }) => port))].sort()).toEqual(["8001", "8003", "8080"]);
  for (const { answer, ...request } of shown) {
    const ask = async () => (await (await send({ ...request, path: here(request.path) })).json()) as Answer;
    const isPost = request.init.method === "POST";
    const got = isPost ? await ask() : await until(ask, ({ status }) => status !== "pending");
    const { id } = answer as Answer;
    if (isPost && typeof id === "string") ids.set(id, String(got.id));
    expect(lasting(got)).toEqual(lasting(JSON.parse(here(JSON.stringify(answer)))));
  }
}, 60_000);

test("the README's log lines are what the services log", async () => {
  const logs = { "portfolio/portfolio": portfolio.portfolio.log, "portfolio/users-worker": portfolio.worker.log };
  const shown = blocksOf("README.md").flatMap(({ source, lines }) => (source === "log" ? lines : []));
  expect(shown).toHaveLength(4);
  for (const line of shown) {
    const [, service = "", words = ""] = /^[\d:.]+ (\S+) info (.*) \{.*\}$/.exec(line) ?? [];
    await expect.poll(() => logs[service as keyof typeof logs].map(({ msg }) => msg), { message: line }).toContain(words);
  }
});

describe("the guide to dead letters", () => {
  const path = "docs/how-to/inspect-a-dead-letter.md";
  const manage = async ({ path: shown, init }: ShownRequest): Promise<unknown> => {
    const { username, password, managementUrl, vhost } = broker;
    const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
    const response = await fetch(managementUrl + shown.replace("%2F", vhost), { ...init, headers: { ...init.headers, authorization } });
    return response.json();
  };

  test("makes one and finds it with the reason that it prints", async () => {
    const [publish] = answered(path);
    const [headers] = blocksOf(path).flatMap(({ language, lines }) =>
      language === "json" ? [JSON.parse(lines.join("\n")) as object] : [],
    );
    if (publish === undefined) throw new Error("the guide shows no request");
    expect(await manage(publish)).toEqual(publish.answer);
    const [, command = ""] = /^npm run warren -- (dlq show .*)$/m.exec(readText(path)) ?? [];
    await until(
      () => broker.depth("payment-cancellation-queue.dlq"),
      (depth) => (depth ?? 0) > 0,
    );
    const args = ["--import", "tsx", "src/cli/main.ts", ...command.split(" "), "--json"];
    const run = runScript(args, { env: { ...process.env, RABBITMQ_URL: broker.url } });
    expect(await run.ended).toBe(0);
    const shown =
      run
        .output()
        .split("\n")
        .find((line) => line.startsWith("{")) ?? "{}";
    const letter = JSON.parse(shown) as { headers: object };
    expect(letter.headers).toMatchObject({ ...headers, "x-failure-at": expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) });
  });
});

test("every other request to a service is answered", async () => {
  const paths = ["idempotency", "inspect-a-dead-letter", "operate-a-service", "request-reply"].map((name) => `docs/how-to/${name}.md`);
  for (const line of paths.flatMap(curlBlocks).flatMap(commandsOf)) {
    const request = requestOf(line);
    if (!urls.has(request.port)) continue;
    const { status } = await send(request);
    expect([200, 201], line).toContain(status);
  }
});

test("the README lists the scripts of package.json", () => {
  const listed = checkedTable("README.md", "commands").map(([command = ""]) => command.replace(/^npm (run )?/, ""));
  expect(listed.sort()).toEqual(Object.keys(scripts).sort());
});
