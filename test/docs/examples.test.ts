/** The documents that the how-to guides show are read without a problem, and mean what the guides say. */
import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createGenerator } from "#codegen";
import { readContracts, routeContracts, routesTo } from "#contract";
import { temporaryFolder } from "../support/folder.js";
import { checkedTable, readText, repository } from "./support/markdown.js";

function withShipping(): string {
  const folder = temporaryFolder();
  for (const from of ["asyncapi", "test/docs/examples/asyncapi"])
    cpSync(join(repository, from), join(folder, "asyncapi"), { recursive: true });
  return folder;
}

test("the shipping application hears of completed orders", async () => {
  const set = await readContracts(join(withShipping(), "asyncapi"));
  expect(set.problems).toEqual([]);
  const routes = routesTo(routeContracts(set), "orders/shipping").map(
    ({ producer, queue }) => `${producer.application}.${producer.operation} → ${queue}`,
  );
  expect([...new Set(routes)]).toEqual(["orders/order.orderCompleted → shipping-queue"]);
});

test("what is generated for it is what the guide lists", async () => {
  const folder = withShipping();
  const { files } = await createGenerator({
    asyncapi: join(folder, "asyncapi"),
    openapi: join(folder, "openapi"),
    cacheFolder: join(folder, "cache"),
  }).run();
  const index = files.find(({ path }) => path === "orders/shipping/index.ts")?.text ?? "";
  const topology = files.find(({ path }) => path === "orders/shipping/topology.ts")?.text ?? "";
  for (const [name = ""] of checkedTable("docs/how-to/add-an-application.md", "shipping")) expect(index + topology).toContain(name);
});

test("the guide for other repositories names everything that generated code imports from the runtime", () => {
  const emitters = ["contract", "operations", "topology", "validators-types"]
    .map((name) => readText(`src/codegen/emit/${name}.ts`))
    .join("\n");
  const calls = emitters.split("\n").filter((line) => /file\.import(?:Type)?\(.*view\.runtime\)/.test(line));
  const imported = calls.flatMap((line) =>
    [...line.matchAll(/import(?:Type)?\(([^()]*), view\.runtime\)/g)].flatMap(([, names = ""]) => names.match(/"(?!send")\w+"/g) ?? []),
  );
  const sentence = /The module must export[^.]*\./.exec(readText("docs/how-to/documents-elsewhere.md"))?.[0] ?? "";
  const named = [...sentence.matchAll(/`(\w+)`/g)].map(([, name]) => `"${name ?? ""}"`);
  expect(named.sort()).toEqual([...new Set(imported)].sort());
});
