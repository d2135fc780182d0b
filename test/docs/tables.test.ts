/** The reference's tables say what the code says. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { Registry } from "prom-client";
import { describe, expect, test } from "vitest";
import { readConfig } from "#host";
import { problem } from "#http";
import { createMetrics, fate } from "#messaging";
import { healthOf } from "../../src/host/health.js";
import { healthRoutes } from "../../src/http/health.js";
import { ours } from "../../src/messaging/headers.js";
import { defaultLimits } from "../../src/messaging/limits.js";
import { allRoutes } from "../portal/live/stage.js";
import { importFaults } from "../support/architecture/rules.js";
import { cliCommands } from "./support/commands.js";
import { checkedNames, checkedTable, readText, repository } from "./support/markdown.js";

describe("the command line", () => {
  test.each(cliCommands.map((command): [string, Command] => [command.name(), command]))(
    "lists the options of %s and their defaults",
    (name, command) => {
      const table = checkedTable("docs/reference/cli.md", name).map(([flags, value]) => [
        flags,
        value === "off" || value === "required" ? undefined : value?.replaceAll("`", ""),
      ]);
      expect(table.sort()).toEqual(command.options.map(({ flags, defaultValue }) => [flags, defaultValue as string | undefined]).sort());
    },
  );
});

describe("the environment", () => {
  const path = "docs/reference/environment.md";

  test("lists what a service reads", () => {
    const read = new Set(
      [...readText("src/host/config.ts").matchAll(/env\.([A-Z_]+)|wholeNumber\(env, "([A-Z_]+)"/g)].map(
        ([, plain, number]) => plain ?? number ?? "",
      ),
    );
    expect(checkedNames(path, "service")).toEqual([...read].sort());
  });

  test("says the defaults that are filled in", () => {
    const cell = (name: string): string => checkedTable(path, "service").find(([variable]) => variable === name)?.[1] ?? "";
    const config = readConfig({}, "orders/order");
    expect(config.brokerUrl).toBe(
      `amqp://${cell("RABBITMQ_USER")}:${cell("RABBITMQ_PASSWORD")}@${cell("RABBITMQ_HOST")}:${cell("RABBITMQ_PORT")}`,
    );
    expect(config.databaseUrl).toBe(cell("DATABASE_URL").replace("<application>", "orders-order"));
    const { httpHost, requestsPerMinute, logLevel, shutdownMs } = config;
    expect([httpHost, String(requestsPerMinute), logLevel, String(shutdownMs)]).toEqual(
      ["HTTP_HOST", "HTTP_REQUESTS_PER_MINUTE", "LOG_LEVEL", "SHUTDOWN_MS"].map(cell),
    );
  });

  test("lists what names a broker for npm start", () => {
    const read = new Set(
      [...readText("scripts/setup/rabbit-named.mjs").matchAll(/\bRABBITMQ_(?:URL|HOST|PORT|USER|PASSWORD|VHOST|MANAGEMENT_URL)\b/g)].map(
        ([name]) => name,
      ),
    );
    expect(checkedNames(path, "start")).toEqual([...read].sort());
  });
});

describe("messages on the wire", () => {
  const path = "docs/reference/messages-on-the-wire.md";

  test("has the table of fates", () => {
    expect(Object.fromEntries(checkedTable(path, "fate").map(([code, , what]) => [code, what]))).toEqual(fate);
  });
  test("lists the headers that the runtime writes", () => {
    expect(checkedNames(path, "headers")).toEqual(Object.values(ours).sort());
  });
  test("says the limits", () => {
    expect(Object.fromEntries(checkedTable(path, "limits").map(([name, value]) => [name, Number(value)]))).toEqual(defaultLimits);
  });
});

describe("HTTP", () => {
  const path = "docs/reference/http.md";

  test("lists the endpoints beside the API", () => {
    const router = healthRoutes({
      ready: async () => ({}),
      messaging: async () => ({}),
      journal: () => ({}),
      metrics: async () => ({ contentType: "", text: "" }),
    });
    expect(checkedNames(path, "endpoints")).toEqual(router.stack.map(({ route }) => route?.path).sort());
  });

  test("lists the metrics, their kinds and labels", async () => {
    const registry = new Registry();
    const metrics = createMetrics(registry);
    metrics.send("op").failures.set("invalid", 1);
    metrics.receive("op").observe(1);
    metrics.request("op").failures.set("timeout", 1);
    metrics.request("op").observe(1);
    // Only the registry is looked at; of the others no more than what a scrape asks.
    const relay = { pending: 0, oldestAgeMs: 0 };
    const application = { receives: [{ queue: "q", deadLetterQueue: "d" }], requests: [] };
    healthOf({ registry, relay, application, broker: { state: "up", look: async () => ({ ready: 1, consumers: 1 }) } } as never);
    const shown = await registry.getMetricsAsJSON();
    const labelsOf = (values: readonly { labels: object }[]): string =>
      [...new Set(values.flatMap(({ labels }) => Object.keys(labels)))].filter((label) => label !== "le").join(", ");
    const rows = shown.map(({ name, type, values }) => [name, String(type), labelsOf(values as readonly { labels: object }[])]);
    expect(
      checkedTable(path, "metrics")
        .map((row) => row.slice(0, 3))
        .sort(),
    ).toEqual(rows.sort());
  });

  test("says the titles of problems", () => {
    const table = checkedTable(path, "titles");
    for (const [status, title] of table) expect(problem(Number(status)).title).toBe(title);
    const others = Array.from({ length: 200 }, (_, index) => 400 + index).filter(
      (status) => !table.some(([listed]) => listed === String(status)),
    );
    for (const status of others) expect(problem(status).title).toBe("Error");
  });
});

test("the portal's API: every route is listed, and whether it needs the token", () => {
  const routes = allRoutes().map(({ method, path, first }) => [
    `${method} ${path.replace(/^\/api/, "").replace(/\/$/, "")}`,
    first === "changing" ? "needed" : "",
  ]);
  const listed = checkedTable("docs/reference/portal.md", "api").map(([route = "", token]) => [route.replaceAll(/:\w+/g, "x"), token]);
  expect(listed.sort()).toEqual(routes.sort());
});

test("generated code: every file is listed", () => {
  expect(checkedNames("docs/reference/generated-code.md", "files")).toEqual(readdirSync(join(repository, "generated/orders/order")).sort());
});

describe("problem codes", () => {
  const path = "docs/reference/problem-codes.md";
  const sourcesIn = (folder: string): string =>
    readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(join(repository, folder, name), "utf8"))
      .join("\n");
  const found = (text: string, pattern: RegExp): string[] =>
    [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ""))].sort();

  test("of the reader are all listed", () => {
    const list = /const codes = \[([^\]]*)\]/.exec(readText("src/contract/problems.ts"))?.[1] ?? "";
    expect(checkedNames(path, "reader")).toEqual(found(list, /"([a-z-]+)"/g));
  });

  test("of the generator are all listed", () => {
    const codes = [
      ...found(sourcesIn("src/codegen"), /code: "([a-z-]+)"/g),
      ...found(readText("src/codegen/openapi/read.ts"), /error\([^;]*?"([a-z]+-operation-id)"/g),
    ];
    const readers = checkedNames(path, "reader");
    expect(checkedNames(path, "generator")).toEqual(codes.filter((code) => !readers.includes(code)).sort());
  });

  test("of topology and routes are all listed", () => {
    const routing = found(readText("src/contract/routing/problems.ts"), /"((?:unrouted|unknown|lost|expires|unused|reply)-[a-z-]+)"/g);
    expect(readText("src/contract/topology/conflicts.ts")).toContain("code: `conflicting-");
    expect(checkedNames(path, "routes")).toEqual([...routing, "conflicting-exchange", "conflicting-queue"].sort());
  });
});

describe("contract proofs", () => {
  const path = "docs/reference/contracts.md";

  test("list every part of a message that a fault may be about", () => {
    const parts = /export type FaultPart = ([^;]+);/.exec(readText("src/compatibility/routes/model.ts"))?.[1] ?? "";
    expect(checkedNames(path, "parts")).toEqual([...parts.matchAll(/"([a-z-]+)"/g)].map(([, part]) => part).sort());
  });

  test("list every finding: those of routes and topology that no proof says, and their own", () => {
    const own = [...readText("src/compatibility/routes/priorities.ts").matchAll(/code: "([a-z-]+)"/g)].map(([, code]) => code);
    const ofRoutes = checkedNames("docs/reference/problem-codes.md", "routes").filter((code) => code !== "reply-refused");
    expect(checkedNames(path, "findings")).toEqual([...ofRoutes, ...own].sort());
  });
});

test("architecture: the table of rooms is the one that is enforced", () => {
  const table = checkedTable("docs/architecture.md", "rooms");
  const rooms = table.map(([room = ""]) => room);
  const built = readdirSync(join(repository, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect([...rooms].sort()).toEqual([...built.map(({ name }) => name), "generated"].sort());
  for (const [room = "", , cell = ""] of table) {
    const from = { generated: "generated/g/a/x.ts", services: "src/services/g/a/x.ts" }[room] ?? `src/${room}/x.ts`;
    const others = rooms.filter((other) => other !== room && other !== "services" && other !== "cli");
    const allowed = others.filter((other) => {
      const specifier = other === "generated" ? "#generated/g/a/index.js" : `#${other}`;
      return importFaults(new Map([[from, `import { x } from "${specifier}";`]])).length === 0;
    });
    expect([room, allowed]).toEqual([room, others.filter((other) => cell.split(", ").includes(other))]);
  }
});
