/** Real Chromium for tests. Every page that it opens is watched from its first request on. */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import { type Browser as Chromium, chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import { findBrowser } from "../../scripts/setup/browser.mjs";

/** Undefined where there is no Chromium. */
export const chromiumPath = findBrowser();

/** Why tests are skipped, for the report. */
export const missing = "Chromium (Debian: chromium), which is not here: skipped";

export interface Browser {
  /** Opens an address (`http:` or `file:`) in a page that shares nothing with others: no storage, no cookies. */
  visit(url: string, options?: VisitOptions): Promise<Visit>;
  close(): Promise<void>;
}

export interface VisitOptions {
  /** @default true */
  readonly scripts?: boolean;
  /** What the reader's system prefers. @default "light" */
  readonly colours?: Colours;
  /** @default "desktop" */
  readonly size?: keyof typeof sizes;
}

export type Colours = "light" | "dark";

/** A page and what was seen on it since it was opened, wherever it has gone meanwhile. */
export interface Visit {
  readonly page: Page;
  /**
   * Fails where there was a message of an error or a warning on the console, an uncaught error, a request to anybody but the site itself,
   * one that failed, or something that the page's policy refused. `expected`: faults of the console that belong to the test, such as an
   * answer 503 of a broker that is away (Chromium writes down every one).
   */
  expectClean(expected?: RegExp): Promise<void>;
  /** Fails where axe finds a violation of WCAG 2.2 A and AA or of its best practices, in the light or in the dark. Needs scripts. */
  expectAccessible(): Promise<void>;
  /** Fails where the page can be scrolled sideways: wide things scroll in their own frame. */
  expectNoSidewaysScrolling(): Promise<void>;
  /** With `WARREN_SCREENSHOTS` set, writes `.warren/screenshots/<name>-{light,dark,phone}.png`, the whole page, to be looked at. */
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } } as const;

/** One Chromium for a test file: call it in `beforeAll`, and `close()` in `afterAll`. */
export async function openBrowser(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error(missing);
  const browser = await chromium.launch({ executablePath: chromiumPath });
  return { visit: (url, options) => visit(browser, url, options), close: () => browser.close() };
}

async function visit(
  browser: Chromium,
  url: string,
  { scripts = true, colours = "light", size = "desktop" }: VisitOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: sizes[size],
    colorScheme: colours,
    javaScriptEnabled: scripts,
    reducedMotion: "reduce",
  });
  // Sooner than a test is over, so that it tells what it waited for.
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const faults = await watch(page, new URL(url));
  await page.goto(url);
  return {
    page,
    async expectClean(expected) {
      // What the page has begun is over, and what it told has arrived.
      await page.title();
      expect([...new Set(faults)].filter((fault) => expected?.test(fault) !== true)).toEqual([]);
    },
    expectAccessible: () => expectAccessible(page, colours),
    async expectNoSidewaysScrolling() {
      const [width = 0, seen = 0] = await page.evaluate<readonly number[]>(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]",
      );
      expect(width).toBeLessThanOrEqual(seen);
    },
    picture: (name) => picture(page, name),
    close: () => context.close(),
  };
}

/** The faults of a page, added to while it is open. */
async function watch(page: Page, { protocol, origin }: URL): Promise<readonly string[]> {
  const faults: string[] = [];
  const isOwn = (url: string): boolean =>
    /^(?:data|blob):/.test(url) || (protocol === "file:" ? url.startsWith("file:") : new URL(url).origin === origin);
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`uncaught: ${error.message}`));
  page.on("request", (request) => {
    if (!isOwn(request.url())) faults.push(`request to others: ${request.url()}`);
  });
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "";
    // A stream or a request that is given up when the page is left.
    if (reason !== "net::ERR_ABORTED") faults.push(`request failed: ${request.url()} ${reason}`);
  });
  await page.exposeFunction("tellRefusal", (text: string) => faults.push(`refused by the policy: ${text}`));
  await page.addInitScript(
    "addEventListener('securitypolicyviolation', (event) => tellRefusal([event.violatedDirective, event.blockedURI, event.sourceFile].join(' ')))",
  );
  return faults;
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

async function expectAccessible(page: Page, colours: Colours): Promise<void> {
  const other = colours === "light" ? "dark" : "light";
  const told = await violationsOf(page, colours, tags);
  // All else is the same in other colours.
  const more = await violationsOf(page, other, { type: "rule", values: ["color-contrast"] });
  await page.emulateMedia({ colorScheme: colours });
  expect([...told, ...more]).toEqual([]);
}

async function violationsOf(page: Page, colorScheme: Colours, runOnly: NonNullable<RunOptions["runOnly"]>): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme });
  if (!(await page.evaluate<boolean>("'axe' in globalThis"))) await page.evaluate(`${axe};0`);
  const options: RunOptions = { runOnly, resultTypes: ["violations"], preload: false };
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${colorScheme}: ${id}, ${help}: ${target.join(" ")}\n${failureSummary ?? ""}`),
  );
}

async function picture(page: Page, name: string): Promise<void> {
  if (process.env.WARREN_SCREENSHOTS === undefined) return;
  mkdirSync(".warren/screenshots", { recursive: true });
  const before = page.viewportSize() ?? sizes.desktop;
  const shots = [
    { as: "light", colorScheme: "light", viewport: sizes.desktop },
    { as: "dark", colorScheme: "dark", viewport: sizes.desktop },
    { as: "phone", colorScheme: "light", viewport: sizes.phone },
  ] as const;
  for (const { as, colorScheme, viewport } of shots) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    await page.screenshot({ path: `.warren/screenshots/${name}-${as}.png`, fullPage: true });
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(before);
}
