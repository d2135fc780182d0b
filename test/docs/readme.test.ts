/** The README's requests get the README's answers. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../support/broker.js";
import { type OrdersSystem, startOrdersSystem, until } from "../support/orders-system.js";
import { scripts } from "./support/commands.js";
import { requestOf, type ShownRequest } from "./support/curl.js";
import { blocksOf, checkedTable } from "./support/markdown.js";

let broker: TestBroker;
let system: OrdersSystem;

beforeAll(async () => {
  broker = await openTestBroker();
  system = await startOrdersSystem(broker.url);
});
afterAll(async () => {
  await system?.close();
  await broker?.close();
});

/** Commands and what the README prints below them, in order. */
const shown: readonly ShownRequest[] = blocksOf("README.md")
  .filter(({ language, lines }) => language === "console" && lines[0]?.startsWith("$ curl"))
  .flatMap(({ lines }) => lines.flatMap((line, index) => (line.startsWith("$ ") ? [requestOf(line, lines[index + 1] ?? "")] : [])));

describe("the README's curl lines", () => {
  test("are answered as printed", async () => {
    /** Ids that the README prints, and those that this run gave instead. */
    const ids = new Map<string, string>();
    const here = (text: string): string => [...ids].reduce((result, [printed, given]) => result.replaceAll(printed, given), text);
    expect(shown.length).toBeGreaterThan(4);
    for (const { path, init, answer } of shown) {
      const wanted = answer as { id?: string; status: unknown };
      const ask = async () => (await (await fetch(system.url("order") + here(path), init)).json()) as typeof wanted & { instance?: string };
      const got = init.method === "POST" ? await ask() : await until(ask, ({ status }) => status !== "pending");
      if (init.method === "POST" && wanted.id !== undefined) ids.set(wanted.id, got.id ?? "");
      const { instance: _, ...rest } = got;
      const { instance: __, ...printed } = JSON.parse(here(JSON.stringify(wanted))) as typeof got;
      expect(rest).toEqual(printed);
    }
  }, 60_000);
});

test("the README lists the scripts of package.json", () => {
  const listed = checkedTable("README.md", "commands").map(([command = ""]) => command.replace(/^npm (run )?/, ""));
  expect(listed.sort()).toEqual(Object.keys(scripts).sort());
});
