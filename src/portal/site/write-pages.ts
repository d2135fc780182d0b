import type { Page } from "../content/model.js";
import { pageHtml, type ShellOptions } from "../content/shell.js";
import { pageMarkdown } from "../content/write-markdown.js";
import { drawPage } from "../flow/draw.js";
import { openLayouts } from "../flow/kept-layouts.js";
import { fileWriter } from "./file-writer.js";

export interface PageOptions {
  /** The site's. */
  readonly folder: string;
  readonly shell: ShellOptions;
  /** Where layouts of pictures are kept between runs; without it, each run works them out. */
  readonly cacheFolder?: string | undefined;
}

/** Draws pages and writes each as HTML and as Markdown. */
export async function writePages(pages: Iterable<Page> | AsyncIterable<Page>, { folder, shell, cacheFolder }: PageOptions): Promise<void> {
  const write = fileWriter(folder);
  const layouts = cacheFolder === undefined ? undefined : await openLayouts(cacheFolder);
  for await (const undrawn of pages) {
    const page = await drawPage(undrawn, layouts);
    const [html, markdown] = filesOf(page);
    write(html, pageHtml(page, shell));
    write(markdown, pageMarkdown(page));
  }
  await layouts?.save();
}

/** Where a page is written to, below the site's folder. */
export const filesOf = ({ address }: Pick<Page, "address">): readonly [html: string, markdown: string] => [
  `${address}.html`,
  `${address}.md`,
];
