/** Every document: links lead somewhere, quotations are what the files say, commands exist. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commandFault, commandsOf } from "./support/commands.js";
import { blocksOf, documents, linkFault, linksOf, readText, repository } from "./support/markdown.js";
import { isQuoted } from "./support/quotation.js";

/** Everything that generated code says of queues and exchanges. */
const declared = readdirSync(join(repository, "generated"), { recursive: true, encoding: "utf8" })
  .filter((path) => /\/(topology|operations)\.ts$/.test(path))
  .map((path) => readText(`generated/${path}`))
  .join("\n");
const queueOrExchange = /\bbalance(?:\.(?:[a-z]+|\{[a-z]+\}))+|[a-z][a-z.-]*-(?:queue|exchange|events)(?:\.dlq)?\b/g;

describe.each(documents)("%s", (path) => {
  test("links to what is there", () => {
    expect(linksOf(path).flatMap((link) => linkFault(path, link) ?? [])).toEqual([]);
  });

  test("quotes files as they are", () => {
    const quoting = blocksOf(path).filter(({ language }) => ["ts", "js", "yaml", "python"].includes(language));
    const faults = quoting.flatMap(({ place, source, lines }) => {
      if (source === "") return [`${place} does not say which file it quotes`];
      if (!existsSync(join(repository, source))) return [`${place} quotes ${source}, which is not there`];
      return isQuoted(lines, source) ? [] : [`${place} is not what ${source} says`];
    });
    expect(faults).toEqual([]);
  });

  test("shows commands that exist", () => {
    const commands = blocksOf(path).filter(({ language }) => ["sh", "console"].includes(language));
    const faults = commands.flatMap((block) =>
      commandsOf(block).flatMap((command) => {
        const fault = commandFault(command);
        return fault === undefined ? [] : [`${block.place}: ${fault}: ${command}`];
      }),
    );
    expect(faults).toEqual([]);
  });

  test("shows JSON that is JSON, and fences of a known kind", () => {
    const known = ["sh", "console", "ts", "js", "yaml", "python", "dockerfile", "json", "diff", "mermaid", "text"];
    for (const { place, language, lines } of blocksOf(path)) {
      expect(known, place).toContain(language);
      if (language === "json") expect(() => JSON.parse(lines.join("\n")) as unknown, place).not.toThrow();
    }
  });

  test("names only queues and exchanges that the documents have", () => {
    const drawn = blocksOf(path)
      .filter(({ language }) => language === "mermaid")
      .flatMap(({ lines }) => [...lines.join("\n").matchAll(queueOrExchange)].map(([name]) => name));
    expect(drawn.filter((name) => !declared.includes(`"${name}"`))).toEqual([]);
  });
});

test("every document is reached from the table of contents", () => {
  const linked = linksOf("docs/README.md").map((link) => `docs/${link}`);
  const left = documents.filter((path) => path.startsWith("docs/") && path !== "docs/README.md" && !linked.includes(path));
  expect(left).toEqual([]);
});
