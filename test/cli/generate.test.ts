import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.js";
import { runScript } from "../support/processes.js";
import { type Answer, repository, warren } from "./warren.js";

/** A folder in which the documents were generated once, from nothing: each test starts from a copy, its cache included. */
let base = "";
let first: Answer;
beforeAll(async () => {
  base = mkdtempSync(join(realpathSync(tmpdir()), "warren-"));
  for (const name of ["asyncapi", "openapi"]) cpSync(join(repository, name), join(base, name), { recursive: true });
  first = await warren(base, ["generate"]);
}, 120_000);
afterAll(() => rmSync(base, { recursive: true, force: true }));

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
  cpSync(base, folder, { recursive: true });
});

const payment = (): string => join(folder, "asyncapi/orders/payment.yaml");
const edit = (from: string | RegExp, to: string): void => writeFileSync(payment(), readFileSync(payment(), "utf8").replace(from, to));
const read = (path: string): string => readFileSync(join(folder, path), "utf8");
const files = (under: string): string[] =>
  readdirSync(join(folder, under), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

describe("generate", () => {
  test("gives what is committed, writes it once, and nothing outside --out and the cache", async () => {
    expect(first.code).toBe(0);
    expect(first.err.split("\n").filter((line) => !line.includes(" note "))).toEqual([""]);
    const applications = files("generated").filter((path) => path.endsWith("/index.ts")).length;
    expect(first.out).toMatch(new RegExp(`^generated ${applications} applications, \\d+ files written, 0 unchanged in [\\d.]+ s\n$`));
    for (const path of files("generated")) expect([path, read(path)]).toEqual([path, readFileSync(join(repository, path), "utf8")]);
    expect(readdirSync(folder).sort()).toEqual([".warren", "asyncapi", "generated", "openapi"]);
    expect(readdirSync(join(folder, ".warren"))).toEqual(["cache"]);
    const second = await warren(folder, ["generate"]);
    expect(second.out).toMatch(/0 files written, \d+ unchanged/);
  }, 120_000);

  test("--check lists what differs and writes nothing", async () => {
    expect(await warren(folder, ["generate", "--check"])).toMatchObject({ code: 0 });
    edit("x-prefetch: 100", "x-prefetch: 7");
    rmSync(join(folder, "generated/orders/order/index.ts"));
    rmSync(join(folder, "openapi/orders/product.yaml"));
    const before = files("generated");
    const answer = await warren(folder, ["generate", "--check"]);
    expect(answer.code).toBe(1);
    expect(answer.out.split("\n").filter(Boolean)).toEqual([
      "missing generated/orders/order/index.ts",
      "changed generated/orders/payment/operations.ts",
      "stale generated/orders/product/http.ts",
      "stale generated/orders/product/openapi.json",
    ]);
    expect(files("generated")).toEqual(before);
  }, 120_000);

  test("with an error in a document leaves the old output whole and says where it is", async () => {
    const before = files("generated").map((path) => [path, read(path)]);
    edit("channel: { $ref: '#/channels/paymentActions' }", "channel: { $ref: '#/channels/gone' }");
    const answer = await warren(folder, ["generate"]);
    expect(answer.code).toBe(1);
    expect(answer.err).toMatch(/^asyncapi\/orders\/payment\.yaml:\d+:\d+ error /m);
    expect(answer.err).toMatch(/nothing was written\.\n$/);
    expect(files("generated").map((path) => [path, read(path)])).toEqual(before);
  }, 120_000);

  test("says which applications declare one exchange differently, and writes nothing", async () => {
    const before = files("generated").map((path) => [path, read(path)]);
    edit("{ name: order-action-exchange, type: direct, durable: true }", "{ name: order-action-exchange, type: direct, durable: false }");
    edit("{ name: order-action-exchange, type: direct, durable: true }", "{ name: order-action-exchange, type: direct, durable: false }");
    const answer = await warren(folder, ["generate"]);
    expect(answer.code).toBe(1);
    expect(answer.err).toMatch(
      /^asyncapi\/orders\/payment\.yaml:\d+:\d+ error The exchange "order-action-exchange" is declared differently by /m,
    );
    expect(files("generated").map((path) => [path, read(path)])).toEqual(before);
  }, 120_000);

  test("tells what the routes are doubtful about, and generates all the same", async () => {
    edit("routingKey: payment-cancellation-action-queue", "routingKey: payment-cancelation-action-queue");
    const answer = await warren(folder, ["generate"]);
    expect(answer.code).toBe(0);
    expect(answer.err).toMatch(
      /^asyncapi\/orders\/order\.yaml:\d+:\d+ warning Messages of "paymentCancellation" reach no queue of any document /m,
    );
    expect(read("generated/orders/payment/topology.ts")).toContain("payment-cancelation-action-queue");
  }, 120_000);

  test("takes anyone else's folders and runtime", async () => {
    cpSync(join(folder, "asyncapi/orders"), join(folder, "docs/events"), { recursive: true });
    const args = ["generate", "--asyncapi", "docs", "--openapi", "none", "--out", "src/gen", "--runtime", "@acme/bus"];
    expect(await warren(folder, args)).toMatchObject({ code: 0 });
    expect(read("src/gen/events/payment/index.ts")).toContain('from "@acme/bus"');
    expect(read("src/gen/events/payment/index.ts")).toMatch(/^\/\/ Generated from docs\/events\/payment\.yaml\./);
    expect(files("src/gen").filter((path) => path.includes("http"))).toEqual([]);
  }, 120_000);

  test("tells a folder that is not there, and an option that does not exist, in a sentence", async () => {
    const gone = await warren(folder, ["generate", "--asyncapi", "gone"]);
    expect(gone).toMatchObject({ code: 1 });
    expect(gone.err).toContain("gone:1:1 error There is no such folder");
    const odd = await warren(folder, ["generate", "--chekc"]);
    expect(odd).toMatchObject({ code: 2 });
    expect(odd.err).not.toMatch(/^\s+at /m);
  }, 120_000);

  test("--watch follows a $ref'ed file, survives an error in it, and ends on a signal", async () => {
    const script = runScript(["--import", import.meta.resolve("tsx"), join(repository, "src/cli/main.ts"), "generate", "--watch"], {
      cwd: folder,
    });
    await script.line(/generated \d+ applications/);
    const shared = join(folder, "asyncapi/orders/messages.yaml");
    const text = readFileSync(shared, "utf8");
    writeFileSync(shared, text.replace("type: string", "type: strong"));
    await script.line(/asyncapi\/orders\/messages\.yaml:\d+:\d+ error /);
    writeFileSync(shared, text.replace("The card to charge.", "The card that pays."));
    await script.line(/3 files written/);
    expect(read("generated/orders/payment/messages.ts")).toContain("The card that pays.");
    script.child.kill("SIGTERM");
    expect(await script.ended).toBe(0);
  }, 120_000);
});
