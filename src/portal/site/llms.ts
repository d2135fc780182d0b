/** The list of all pages for programs that read, as https://llmstxt.org has it. */
import { kinds } from "../content/kinds.js";
import { plainMarkdown } from "../content/markdown-text.js";
import type { Page, PageKind } from "../content/model.js";
import { hrefOf } from "../content/relative.js";

/** Grows by a line for each page. */
export class LlmsText {
  readonly #lines = new Map<PageKind, string[]>();

  add({ address, kind, title, summary }: Pick<Page, "address" | "kind" | "title" | "summary">): void {
    const lines = this.#lines.get(kind) ?? [];
    this.#lines.set(kind, lines);
    lines.push(`- [${plainMarkdown(title)}](${hrefOf("index", { to: address }, "md")}): ${plainMarkdown(summary)}`);
  }

  /** @param title of the whole */
  text(title: string): string {
    const found = (Object.keys(kinds) as PageKind[]).flatMap((kind) => {
      const lines = this.#lines.get(kind);
      return lines === undefined ? [] : [`## ${kinds[kind].many}\n\n${lines.join("\n")}`];
    });
    const summary =
      "> What applications send each other over RabbitMQ and offer over HTTP, made from their AsyncAPI and OpenAPI documents.";
    const hint = "Every page is written twice: as Markdown, listed here, and for people at the same address with `.html`.";
    return [`# ${plainMarkdown(title)}`, summary, hint, ...found].join("\n\n").concat("\n");
  }
}
