import type { Address, Page } from "../content/model.js";
import { filePolicy } from "../content/shell.js";
import { SearchIndexBuilder, searchScript } from "../search/build-index.js";
import type { System } from "../system/model.js";
import { writeAssets } from "./assets.js";
import { LlmsText } from "./llms.js";
import { menuOf } from "./menu.js";
import { writePagesInThread } from "./page-thread.js";
import { pagesOf } from "./pages.js";
import { SiteFolder } from "./site-folder.js";
import { filesOf, writePages } from "./write-pages.js";

export interface SiteOptions {
  /** The portal's own pages. With them, scripts of all pages come to life, and the policy is the server's to send. */
  readonly live?: readonly Page[];
  /** Where layouts of pictures are kept between runs; without it, each run works them out. */
  readonly cacheFolder?: string | undefined;
  /** Messages from which on pages are written by a thread of their own. */
  readonly thread?: number;
}

/**
 * Writes the docs of a system into a folder: each page as HTML and as Markdown, `llms.txt`, and what pages load. Pages of an earlier run that
 * are no more are removed. Resolves to the number of pages; rejects with `SiteFolderError` for a folder that holds anything else, or that
 * cannot be written to.
 */
export async function writeSite(system: System, folder: string, { live, cacheFolder, thread = 1_000 }: SiteOptions = {}): Promise<number> {
  const site = new SiteFolder(folder);
  await writeAssets(folder, { live: live !== undefined });
  const menu = menuOf(system, live ?? []);
  const shell = { site: system.title, menu, ...(live === undefined ? { policy: filePolicy } : { live: true }) };
  const llms = new LlmsText();
  const search = new SearchIndexBuilder();
  let count = 0;
  const pages = each(pagesOf({ ...system, desk: deskAmong(live ?? []) }), live ?? [], (page) => {
    for (const file of filesOf(page)) site.keep(file);
    llms.add(page);
    search.add(page);
    count++;
  });
  await (system.messages.length < thread ? writePages : writePagesInThread)(pages, { folder, shell, cacheFolder });
  site.write("assets/search-index.js", searchScript(search.index()));
  site.write("llms.txt", llms.text(system.title));
  site.prune("assets");
  return count;
}

/** The portal's page that shows dead letters. */
const deskAmong = (live: readonly Page[]): Address | undefined =>
  live.find(({ blocks }) => blocks.some((block) => block.kind === "island" && block.name === "dead-letters"))?.address;

/** One after the other, and each noted as it passes. */
function* each(pages: Iterable<Page>, more: Iterable<Page>, note: (page: Page) => void): Iterable<Page> {
  for (const some of [pages, more]) {
    for (const page of some) {
      note(page);
      yield page;
    }
  }
}
