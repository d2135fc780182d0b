import { join } from "node:path";
import { Command } from "commander";
import { SiteFolderError, writeSite } from "#portal";
import { cacheFolder } from "./documents.js";
import { count, UsageError } from "./report.js";
import { readSystem } from "./system.js";

interface Options {
  readonly asyncapi: string;
  readonly openapi: string;
  readonly out: string;
  readonly title: string;
  readonly against?: string;
}

/** `warren docs`: everything that the documents say, as pages. */
export function docsCommand(): Command {
  return new Command("docs")
    .description("Write the documents as pages: HTML that opens from a folder, and Markdown.")
    .option("--asyncapi <folder>", "folder of AsyncAPI documents", "asyncapi")
    .option("--openapi <folder>", "folder of OpenAPI documents", "openapi")
    .option("--out <folder>", "where the pages go", "docs/site")
    .option("--title <text>", "name of the whole", "Warren")
    .option("--against <revision>", "a page of what changed since a git revision, or between two: main, v1..v2")
    .action(async ({ out, ...options }: Options) => {
      const pages = await writeSite(await readSystem(options), out, { cacheFolder }).catch(asUsage);
      process.stdout.write(`${count(pages, "page")}: open ${join(out, "index.html")}\n`);
    });
}

/** Another folder has to be named. */
function asUsage(error: unknown): never {
  throw error instanceof SiteFolderError ? new UsageError(error.message) : error;
}
