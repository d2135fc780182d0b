/** The docs of the five systems as they are written: every page, every link. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { proveContracts } from "#compatibility";
import { survey, writeSite } from "#portal";
import { readSystem } from "../../../src/cli/system.js";
import { temporaryFolder } from "../../support/folder.js";
import { readMarkup } from "../../support/markup.js";

let folder: string;
let count: number;
/** Paths below the folder. */
let files: readonly string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "warren-site-"));
  count = await writeSite(await readSystem({ asyncapi: "asyncapi", openapi: "openapi", title: "Warren" }), folder);
  files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => posix.relative(folder, posix.join(parentPath, name)));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const textOf = (path: string): string => readFileSync(join(folder, path), "utf8");
const ending = (extension: string): readonly string[] => files.filter((path) => path.endsWith(extension));

test("each page is written as HTML and as Markdown", () => {
  const bare = (paths: readonly string[]): readonly string[] => paths.map((path) => path.replace(/\.\w+$/, "")).toSorted();
  expect(bare(ending(".html"))).toEqual(bare(ending(".md")));
  expect(ending(".html")).toHaveLength(count);
});

test("each page is made of our elements, without style, script or event in it, and has no id twice", () => {
  expect(ending(".html").flatMap((path) => readMarkup(textOf(path)).faults.map((fault) => `${path}: ${fault}`))).toEqual([]);
});

test("each link leads to a page, and to a part that is there", () => {
  const ids = new Map(ending(".html").map((path) => [path, new Set(readMarkup(textOf(path)).ids)]));
  const broken = ending(".html").flatMap((path) =>
    readMarkup(textOf(path)).hrefs.flatMap((href) => {
      const [to = "", part] = href.split("#");
      const target = to === "" ? path : posix.join(dirname(path), decodeURIComponent(to));
      if (/^(https?|mailto):/.test(href)) return [];
      if (!existsSync(join(folder, target))) return [`${path}: ${href}`];
      return part === undefined || ids.get(target)?.has(decodeURIComponent(part)) === true ? [] : [`${path}: ${href}`];
    }),
  );
  expect(broken).toEqual([]);
});

test("each link of the Markdown leads to a page", () => {
  const broken = [...ending(".md"), "llms.txt"].flatMap((path) =>
    [...textOf(path).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)]
      .map(([, to = ""]) => to)
      .filter((to) => !/^(https?|mailto):/.test(to) && !existsSync(join(folder, dirname(path), decodeURIComponent(to))))
      .map((to) => `${path}: ${to}`),
  );
  expect(broken).toEqual([]);
});

test("the search knows queues that are parts of another's page, and what HTTP clients ask by method and path", () => {
  const index = textOf("assets/search-index.js");
  for (const name of ["payment-queue.wait.500", "payment-result-queue.dlq", "POST /order"]) expect(index).toContain(`"${name}"`);
});

test("llms.txt names every page once, in the form that is agreed", () => {
  const text = textOf("llms.txt");
  expect(text).toMatch(/^# Warren\n\n> [^\n]+\n\n[^\n]+\n\n## /);
  const named = [...text.matchAll(/^- \[[^\n]+\]\(([^)]+)\): \S/gm)].map(([, to]) => to);
  expect(named.toSorted()).toEqual([...ending(".md")].toSorted());
});

test("the portal's pages of queues lead to the desk for their dead letters; the docs have none", async () => {
  const served = temporaryFolder();
  const blocks = [{ kind: "island", name: "dead-letters", text: "" } as const];
  const desk = { address: "live/desk", kind: "live", title: "Dead letters", summary: "The desk.", trail: [], blocks } as const;
  await writeSite(await readSystem({ asyncapi: "asyncapi", openapi: "openapi", title: "Warren" }), served, { live: [desk] });
  const toDesk = (page: string): readonly string[] =>
    readMarkup(readFileSync(join(served, page), "utf8")).hrefs.filter((href) => href.includes("desk.html#"));
  expect(toDesk("queues/payment-cancellation-queue.html")).toEqual(["../live/desk.html#queue=payment-cancellation-queue.dlq"]);
  expect(toDesk("queues/dlq.html")).toEqual(["../live/desk.html#queue=dlq"]);
  expect(toDesk("queues/dlx-payment-queue.html")).toHaveLength(2);
  expect(ending("queues/dlq.html").map(textOf).join()).not.toContain("desk");
});

describe("a folder that is written to again", () => {
  const small = async (into: string): Promise<void> => {
    const contracts = { applications: [], schemas: new Map(), problems: [], files: [] };
    await writeSite(survey({ title: "Small", contracts, proofs: proveContracts(contracts), apis: [] }), into);
  };

  test("loses the pages that are no more", async () => {
    const again = temporaryFolder();
    await small(again);
    mkdirSync(join(again, "queues"));
    writeFileSync(join(again, "queues/gone.html"), "");
    await small(again);
    expect(existsSync(join(again, "queues"))).toBe(false);
    expect(existsSync(join(again, "index.html"))).toBe(true);
  });

  test("is left alone where it holds anything else", async () => {
    const foreign = temporaryFolder();
    writeFileSync(join(foreign, "thesis.md"), "");
    await expect(small(foreign)).rejects.toThrow("holds other files");
    expect(readdirSync(foreign)).toEqual(["thesis.md"]);
  });

  test.each([
    ["is a file", "thesis.md", "it is a file"],
    ["is below a file", "thesis.md/site", "a file stands where a folder should be"],
  ])("is refused in one sentence where it %s", async (_, below, why) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "thesis.md"), "");
    await expect(small(join(folder, below))).rejects.toThrow(`No pages can be written to "${join(folder, below)}": ${why}.`);
  });
});

describe("a thread of its own for the pages", () => {
  const system = () => readSystem({ asyncapi: "asyncapi", openapi: "openapi", title: "Warren" });

  test("writes the same, byte for byte", async () => {
    const threaded = temporaryFolder();
    expect(await writeSite(await system(), threaded, { thread: 0 })).toBe(count);
    const other = files.filter((path) => readFileSync(join(threaded, path)).compare(readFileSync(join(folder, path))) !== 0);
    expect(other).toEqual([]);
    expect(readdirSync(threaded, { recursive: true })).toHaveLength(readdirSync(folder, { recursive: true }).length);
  });

  test("says what kept it from writing", async () => {
    const full = temporaryFolder();
    writeFileSync(join(full, ".warren-site"), "");
    mkdirSync(join(full, "index.html"));
    await expect(writeSite(await system(), full, { thread: 0 })).rejects.toThrow("EISDIR");
  });
});
