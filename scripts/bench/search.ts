/** How long the search of a site takes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import { chromium } from "playwright-core";
import { openSearch } from "../../src/portal/search/find.js";
import type { SearchIndex } from "../../src/portal/search/model.js";
import { findBrowser } from "../setup/browser.mjs";

/** What a reader would look for: a field of every message, one of a single message, an address, a word that is nearly one, a letter. */
const queries = ["correlation_id", "detail_512_3", "app77.queue1", "team3 recipient", "corelation", "e"];

export interface SearchTimes {
  readonly where: string;
  /** Of each query, the index loaded. */
  readonly milliseconds: readonly number[];
}

/** In Chromium, from the input to the list on the page; without one, in Node, the search alone. */
export async function searchMilliseconds(site: string): Promise<SearchTimes> {
  const browser = findBrowser();
  if (browser !== undefined) return { where: "Chromium", milliseconds: await inBrowser(browser, site) };
  const scope: { searchIndex?: SearchIndex } = {};
  runInNewContext(readFileSync(join(site, "assets/search-index.js"), "utf8"), scope);
  if (scope.searchIndex === undefined) throw new Error("The site has no search index.");
  const find = openSearch(scope.searchIndex);
  const time = (query: string): number => {
    const began = performance.now();
    find(query);
    return performance.now() - began;
  };
  return { where: "Node", milliseconds: queries.map(time) };
}

async function inBrowser(executablePath: string, site: string): Promise<readonly number[]> {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(site, "index.html")).href);
    await page.keyboard.press("/");
    await page.getByRole("searchbox").fill("queue");
    await page.getByRole("dialog").getByRole("link").first().waitFor();
    const milliseconds: number[] = [];
    for (const query of queries) milliseconds.push(await page.evaluate(`(${typed})(${JSON.stringify(query)})`));
    return milliseconds;
  } finally {
    await browser.close();
  }
}

/** Runs in the page: types, and waits until the results are there and drawn. As text, since it is of the browser's world, not of Node's. */
const typed = `async (query) => {
  const input = document.querySelector("dialog input");
  const status = document.querySelector("dialog [role=status]");
  const began = performance.now();
  const changed = new Promise((resolve) => new MutationObserver(resolve).observe(status.parentElement, { childList: true, subtree: true }));
  input.value = query;
  input.dispatchEvent(new Event("input"));
  await changed;
  await new Promise((resolve) => requestAnimationFrame(resolve));
  return performance.now() - began;
}`;
