/** The written docs in a browser, opened from a folder: `npm run docs` and nothing else. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ownedFolder } from "../../../scripts/setup/owned.mjs";
import { type Browser, chromiumPath, missing, openBrowser, type Visit } from "../../support/browser.js";
import { gitRepository } from "../../support/git-repository.js";
import { runScript } from "../../support/processes.js";
import { hostileDocuments } from "./hostile-documents.js";

describe.skipIf(chromiumPath === undefined)(
  chromiumPath === undefined ? missing : "the docs, opened from a folder",
  { timeout: 180_000 },
  () => {
    const folder = ownedFolder(".warren/test");
    const site = join(folder.path, "site");
    const address = (page: string): string => pathToFileURL(join(site, page)).href;
    let browser: Browser;
    let kinds: readonly (readonly [kind: string, page: string])[] = [];

    beforeAll(async () => {
      const { ended, output } = runScript(["--import", "tsx", "src/cli/main.ts", "docs", "--out", site]);
      if ((await ended) !== 0) throw new Error(output());
      kinds = largestOfEachKind(site);
      browser = await openBrowser();
    });
    afterAll(async () => {
      await browser.close();
      folder.remove();
    });

    /** Does the same on the largest page of each kind. */
    const onEachKind = async (visit: Visit, look: (kind: string) => Promise<void>): Promise<void> => {
      for (const [kind, page] of kinds) {
        await visit.page.goto(address(page));
        await look(kind);
      }
    };

    test("there is a page of every kind", () => {
      expect(kinds.map(([kind]) => kind).sort()).toEqual(
        [
          "api",
          "application",
          "channel",
          "contracts",
          "exchange",
          "flow",
          "group",
          "list",
          "message",
          "operation",
          "overview",
          "queue",
        ].concat("schema"),
      );
    });

    test("a page of any kind is clean, and usable by all, in light and dark", async () => {
      const visit = await browser.visit(address("index.html"));
      await onEachKind(visit, async (kind) => {
        await visit.expectNoSidewaysScrolling();
        await visit.expectAccessible();
        await visit.picture(`docs-${kind}`);
      });
      await visit.expectClean();
      await visit.close();
    });

    test("on a phone no page is wider than the screen", async () => {
      const visit = await browser.visit(address("index.html"), { size: "phone" });
      await onEachKind(visit, () => visit.expectNoSidewaysScrolling());
      await visit.expectClean();
      await visit.close();
    });

    test("without JavaScript every page says the same", async () => {
      const [plain, lively] = await Promise.all([
        browser.visit(address("index.html"), { scripts: false }),
        browser.visit(address("index.html")),
      ]);
      for (const [kind, page] of kinds) {
        await Promise.all([plain.page.goto(address(page)), lively.page.goto(address(page))]);
        await lively.page.evaluate("for (const button of document.querySelectorAll('main button')) button.remove()");
        const [without, withScripts] = [await plain.page.locator("main").innerText(), await lively.page.locator("main").innerText()];
        expect([kind, without]).toEqual([kind, withScripts]);
      }
      await plain.expectClean();
      await plain.close();
      await lively.close();
    });

    test("a picture that is larger than its frame is seen whole at a press, and as large as before at another", async () => {
      const visit = await browser.visit(address("flow.html"));
      const { page } = visit;
      const isAllInSight = () =>
        page.evaluate<boolean>(
          "(({ scrollWidth, clientWidth, scrollHeight, clientHeight }) => scrollWidth <= clientWidth && scrollHeight <= clientHeight)(document.querySelector('.picture .scroll'))",
        );
      const whole = page.getByRole("button", { name: "Whole picture" });
      expect(await isAllInSight()).toBe(false);
      await whole.click();
      expect(await isAllInSight()).toBe(true);
      await visit.expectAccessible();
      await whole.click();
      expect(await isAllInSight()).toBe(false);
      await page.goto(address("messages/campus/OrderPlaced.html"));
      await page.getByRole("button", { name: "Copy" }).first().waitFor();
      expect(await isAllInSight()).toBe(true);
      expect(await whole.isVisible()).toBe(false);
      await visit.expectClean();
      await visit.close();
    });

    test("the search finds who carries a field, and leads to the field, by keys alone", async () => {
      const visit = await browser.visit(address("index.html"));
      const { page } = visit;
      await page.keyboard.press("/");
      await page.keyboard.type("correlation_id");
      const hits = page.getByRole("dialog").getByRole("link");
      await hits.first().waitFor();
      expect((await hits.allInnerTexts()).join("\n")).toMatch(/BalanceRequest[\s\S]*BalanceResponse|BalanceResponse[\s\S]*BalanceRequest/);
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.waitForURL(/messages\/portfolio\/Balance.+\.html#/);
      await page.locator(":target").waitFor();
      expect(await page.locator(":target").innerText()).toContain("correlation_id");
      await visit.expectClean();
      await visit.close();
    });

    test("the search tells that there is nothing, and goes away with Esc", async () => {
      const visit = await browser.visit(address("queues/payment-queue.html"));
      const { page } = visit;
      await page.getByRole("button", { name: "Search" }).click();
      await page.keyboard.type("qqqqzzzzxxxx");
      await page.getByRole("dialog").getByText("Nothing has a name like this.").waitFor();
      await page.keyboard.press("Escape");
      expect(await page.getByRole("dialog").count()).toBe(0);
      await visit.expectClean();
      await visit.close();
    });

    test("the search finds what a name is meant by though it is not spelt so", async () => {
      const visit = await browser.visit(address("index.html"));
      const { page } = visit;
      await page.keyboard.press("/");
      await page.keyboard.type("paymnt-queue");
      await page.getByRole("dialog").getByRole("link", { name: "payment-queue" }).first().waitFor();
      await visit.expectAccessible();
      await visit.picture("docs-search");
      await visit.expectClean();
      await visit.close();
    });

    test("colours that are chosen hold on the next page", async () => {
      const visit = await browser.visit(address("index.html"));
      const { page } = visit;
      const ink = (): Promise<string> => page.evaluate("getComputedStyle(document.body).color");
      const light = await ink();
      await page.getByRole("combobox", { name: "Colours" }).selectOption("dark");
      const dark = await ink();
      expect(dark).not.toBe(light);
      await page.goto(address("queues/payment-queue.html"));
      expect(await ink()).toBe(dark);
      expect(await page.getByRole("combobox", { name: "Colours" }).inputValue()).toBe("dark");
      await visit.expectClean();
      await visit.close();
    });

    test("a payload can be copied", async () => {
      const visit = await browser.visit(address("messages/portfolio/BalanceRequest.html"));
      const { page } = visit;
      await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await page.getByRole("button", { name: "Copy" }).first().click();
      await page.getByRole("button", { name: "Copied" }).waitFor();
      const copied: unknown = JSON.parse(await page.evaluate<string>("navigator.clipboard.readText()"));
      expect(copied).toMatchObject({ correlation_id: expect.any(String) });
      await visit.expectClean();
      await visit.close();
    });

    test("the first key leads past the menu, and a link in a picture is followed by keys", async () => {
      const visit = await browser.visit(address("flow.html"));
      const { page } = visit;
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      expect(await page.evaluate("document.activeElement.id")).toBe("content");
      await page.locator("svg.flow a", { has: page.locator('[data-node="queue:payment-queue"]') }).focus();
      await page.keyboard.press("Enter");
      await page.waitForURL(/queues\/payment-queue\.html$/);
      await visit.expectClean();
      await visit.close();
    });

    test("on paper there is the content alone, all of it", async () => {
      const visit = await browser.visit(address("messages/orders/OrderAction.html"));
      const { page } = visit;
      await page.emulateMedia({ media: "print" });
      expect(await page.getByRole("navigation", { name: "Main" }).isVisible()).toBe(false);
      expect(await page.getByRole("button").count()).toBe(0);
      expect(await page.locator("main").isVisible()).toBe(true);
      const [inset, fontSize] = await page.evaluate<[number, number]>(
        "(({ paddingLeft, fontSize }) => [parseFloat(paddingLeft), parseFloat(fontSize)])(getComputedStyle(document.querySelector('.picture ol')))",
      );
      expect(inset, "room for the numbers of steps, beyond the paper's edge without it").toBeGreaterThan(2 * fontSize);
      expect((await page.pdf()).length).toBeGreaterThan(1000);
      await visit.expectClean();
      await visit.close();
    });
  },
);

describe.skipIf(chromiumPath === undefined)(
  chromiumPath === undefined ? missing : "documents that mean no good",
  { timeout: 180_000 },
  () => {
    const folder = ownedFolder(".warren/test");
    const site = join(folder.path, "site");
    let browser: Browser;

    beforeAll(async () => {
      const repository = gitRepository(folder.path);
      const till = "asyncapi/shop/till.yaml";
      repository.commit({ [till]: hostileDocuments[till], ".gitignore": "site" });
      repository.write(hostileDocuments);
      const args = [
        "--asyncapi",
        join(folder.path, "asyncapi"),
        "--openapi",
        join(folder.path, "openapi"),
        "--against",
        "HEAD",
        "--out",
        site,
      ];
      const { ended, output } = runScript(["--import", "tsx", "src/cli/main.ts", "docs", ...args]);
      if ((await ended) !== 0) throw new Error(output());
      browser = await openBrowser();
    });
    afterAll(async () => {
      await browser.close();
      folder.remove();
    });

    test("no page runs what they hold, asks anybody else, or becomes wider than the screen", async () => {
      const visit = await browser.visit(pathToFileURL(join(site, "index.html")).href);
      for (const page of pagesIn(site)) {
        await visit.page.goto(pathToFileURL(join(site, page)).href);
        expect([
          page,
          await visit.page.evaluate(
            "[globalThis.hacked, document.images.length, document.querySelectorAll('main style, main script, base').length]",
          ),
        ]).toEqual([page, [undefined, 0, 0]]);
        expect(await visit.page.getByRole("navigation", { name: "Main" }).isVisible()).toBe(true);
        await visit.expectNoSidewaysScrolling();
      }
      await visit.expectClean();
      await visit.close();
    });

    test("the search shows their names as text", async () => {
      const visit = await browser.visit(pathToFileURL(join(site, "index.html")).href);
      await visit.page.keyboard.press("/");
      await visit.page.keyboard.type("onerror");
      await visit.page.getByRole("dialog").getByRole("link").first().waitFor();
      expect(await visit.page.evaluate("[globalThis.hacked, document.images.length]")).toEqual([undefined, 0]);
      await visit.picture("docs-hostile-search");
      await visit.expectClean();
      await visit.close();
    });
  },
);

const pagesIn = (site: string): readonly string[] =>
  readdirSync(site, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".html"));

/** Every kind of page once: the greatest has the most to go wrong. */
function largestOfEachKind(site: string): readonly (readonly [kind: string, page: string])[] {
  const largest = new Map<string, { readonly page: string; readonly size: number }>();
  for (const page of pagesIn(site)) {
    const text = readFileSync(join(site, page), "utf8");
    const kind = /data-kind="([^"]+)"/.exec(text)?.[1] ?? "";
    if (text.length > (largest.get(kind)?.size ?? 0)) largest.set(kind, { page, size: text.length });
  }
  return [...largest].map(([kind, { page }]) => [kind, page] as const);
}
