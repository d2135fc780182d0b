/** The requests that README and guides show get the answers that they print. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../support/broker.js";
import { type OrdersSystem, startOrdersSystem, until } from "../support/orders-system.js";
import { commandsOf, scripts } from "./support/commands.js";
import { requestOf, type ShownRequest } from "./support/curl.js";
import { type Block, blocksOf, checkedTable } from "./support/markdown.js";

let broker: TestBroker;
let system: OrdersSystem;

beforeAll(async () => {
  broker = await openTestBroker();
  system = await startOrdersSystem(broker.url);
});
afterAll(async () => {
  await system.close();
  await broker.close();
});

const isCurl = ({ lines }: Block): boolean => lines.some((line) => /^(\$ )?curl /.test(line));
const curlBlocks = (path: string): readonly Block[] => blocksOf(path).filter(isCurl);

/** Commands and the line of JSON that is printed below each. */
const answered = (path: string): readonly (ShownRequest & { readonly answer: object })[] =>
  curlBlocks(path).flatMap(({ lines }) =>
    lines.flatMap((line, index) =>
      line.startsWith("$ ") ? [{ ...requestOf(line.slice(2)), answer: JSON.parse(lines[index + 1] ?? "") as object }] : [],
    ),
  );

interface OrderAnswer {
  readonly id?: string;
  readonly status: unknown;
  readonly instance?: string;
}

test("the README's curl lines are answered as printed", async () => {
  /** Ids that the README prints, and those that this run gave instead. */
  const ids = new Map<string, string>();
  const here = (text: string): string => [...ids].reduce((result, [printed, given]) => result.replaceAll(printed, given), text);
  const shown = answered("README.md");
  expect(shown.length).toBeGreaterThan(4);
  for (const { path, init, answer } of shown) {
    const { id } = answer as OrderAnswer;
    const ask = async () => (await (await fetch(system.url("order") + here(path), init)).json()) as OrderAnswer;
    const got = init.method === "POST" ? await ask() : await until(ask, ({ status }) => status !== "pending");
    if (init.method === "POST" && id !== undefined) ids.set(id, got.id ?? "");
    const { instance: _, ...rest } = got;
    const { instance: __, ...printed } = JSON.parse(here(JSON.stringify(answer))) as OrderAnswer;
    expect(rest).toEqual(printed);
  }
}, 60_000);

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
    const look = curlBlocks(path)
      .flatMap(commandsOf)
      .map(requestOf)
      .find((request) => request.path.endsWith("/get"));
    const [headers] = blocksOf(path).flatMap(({ language, lines }) =>
      language === "json" ? [JSON.parse(lines.join("\n")) as object] : [],
    );
    if (publish === undefined || look === undefined) throw new Error("the guide shows no requests");
    expect(await manage(publish)).toEqual(publish.answer);
    const messages = () => manage(look) as Promise<readonly { properties: { headers: object } }[]>;
    const [message] = await until(messages, ({ length }) => length > 0);
    expect(message?.properties.headers).toMatchObject({ ...headers, "x-failure-at": expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) });
  });
});

test("every other request to a service is answered", async () => {
  const ports: Readonly<Record<string, "order" | "product" | "payment">> = { "8080": "order", "8081": "product", "8082": "payment" };
  const shown = ["docs/how-to/idempotency.md", "docs/how-to/operate-a-service.md", "docs/how-to/inspect-a-dead-letter.md"]
    .flatMap(curlBlocks)
    .flatMap(commandsOf);
  for (const line of shown) {
    const application = ports[/127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? ""];
    if (application === undefined) continue;
    const { path, init } = requestOf(line);
    const { status } = await fetch(system.url(application) + path, init);
    expect([line, status]).toEqual([line, init.method === "POST" ? 201 : 200]);
  }
});

test("the README lists the scripts of package.json", () => {
  const listed = checkedTable("README.md", "commands").map(([command = ""]) => command.replace(/^npm (run )?/, ""));
  expect(listed.sort()).toEqual(Object.keys(scripts).sort());
});
