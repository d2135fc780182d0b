import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Link } from "../content/model.js";
import { filePolicy, pageHtml } from "../content/shell.js";
import { pageMarkdown } from "../content/write-markdown.js";
import type { System } from "../system/model.js";
import { writeAssets } from "./assets.js";
import { pagesOf } from "./pages.js";

/** Writes the docs of a system into a folder: each page as HTML and as Markdown. */
export async function writeSite(system: System, folder: string): Promise<void> {
  await writeAssets(folder);
  const menu: readonly Link[] = [{ kind: "link", to: "index", text: "Overview" }];
  for (const page of pagesOf(system)) {
    const file = join(folder, page.address);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.html`, pageHtml(page, { site: system.title, menu, policy: filePolicy }));
    await writeFile(`${file}.md`, pageMarkdown(page));
  }
}
