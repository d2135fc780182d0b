/** The documents that the how-to guides show are read without a problem, and mean what the guides say. */
import { cpSync, readdirSync } from "node:fs";
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

/** What is generated of one application: its interfaces and its topology. */
async function generatedCode(asyncapi: string, application: string): Promise<string> {
  const folder = temporaryFolder();
  const { files } = await createGenerator({ asyncapi, openapi: join(folder, "openapi"), cacheFolder: join(folder, "cache") }).run();
  const wanted = ["index.ts", "topology.ts"].map((name) => `${application}/${name}`);
  return files.flatMap(({ path, text }) => (wanted.includes(path) ? [text] : [])).join("\n");
}

test("what is generated for it is what the guide lists", async () => {
  const code = await generatedCode(join(withShipping(), "asyncapi"), "orders/shipping");
  for (const [name = ""] of checkedTable("docs/how-to/add-an-application.md", "shipping")) expect(code).toContain(name);
});

test("the other forms of requests have the queues that the guide lists", async () => {
  const code = await generatedCode(join(repository, "test/docs/examples/requests"), "shop");
  for (const [name = ""] of checkedTable("docs/how-to/request-reply.md", "shop")) expect(code).toContain(name);
});

test("the guide for other repositories names everything that generated code imports from the runtime", () => {
  const emitters = readdirSync(join(repository, "src/codegen/emit"))
    .map((name) => readText(`src/codegen/emit/${name}`))
    .join("\n");
  const exported = [...readText("src/messaging/index.ts").matchAll(/\b(\w+)(?=,| \})/g)].map(([name]) => name);
  const sentence = /The module must export[^.]*\./.exec(readText("docs/how-to/documents-elsewhere.md"))?.[0] ?? "";
  const named = [...sentence.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  expect(named.sort()).toEqual(exported.filter((name) => emitters.includes(`"${name}"`)).sort());
});
