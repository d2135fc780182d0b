import type { Page } from "../content/model.js";
import { filePolicy, pageHtml } from "../content/shell.js";
import { pageMarkdown } from "../content/write-markdown.js";
import { drawPage } from "../flow/draw.js";
import { openLayouts } from "../flow/kept-layouts.js";
import { SearchIndexBuilder, searchScript } from "../search/build-index.js";
import type { System } from "../system/model.js";
import { writeAssets } from "./assets.js";
import { LlmsText } from "./llms.js";
import { menuOf } from "./menu.js";
import { pagesOf } from "./pages.js";
import { SiteFolder } from "./site-folder.js";

export interface SiteOptions {
  /** The portal's own pages. With them, scripts of all pages come to life, and the policy is the server's to send. */
  readonly live?: readonly Page[];
  /** Where layouts of pictures are kept between runs; without it, each run works them out. */
  readonly cacheFolder?: string | undefined;
}

/**
 * Writes the docs of a system into a folder: each page as HTML and as Markdown, `llms.txt`, and what pages load. Pages of an earlier run that
 * are no more are removed. Resolves to the number of pages; rejects with `ForeignFolderError` for a folder that holds anything else.
 */
export async function writeSite(system: System, folder: string, { live, cacheFolder }: SiteOptions = {}): Promise<number> {
  const site = new SiteFolder(folder);
  await writeAssets(folder, { live: live !== undefined });
  const menu = menuOf(system, live ?? []);
  const shell = { site: system.title, menu, ...(live === undefined ? { policy: filePolicy } : { live: true }) };
  const layouts = cacheFolder === undefined ? undefined : await openLayouts(cacheFolder);
  const llms = new LlmsText();
  const search = new SearchIndexBuilder();
  let count = 0;
  for (const undrawn of concat(pagesOf(system), live ?? [])) {
    const page = await drawPage(undrawn, layouts);
    site.write(`${page.address}.html`, pageHtml(page, shell));
    site.write(`${page.address}.md`, pageMarkdown(page));
    llms.add(page);
    search.add(page);
    count++;
  }
  site.write("assets/search-index.js", searchScript(search.index()));
  site.write("llms.txt", llms.text(system.title));
  site.prune("assets");
  await layouts?.save();
  return count;
}

function* concat(pages: Iterable<Page>, more: Iterable<Page>): Iterable<Page> {
  yield* pages;
  yield* more;
}
