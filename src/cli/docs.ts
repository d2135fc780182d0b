import { Command } from "commander";
import { proveContracts } from "#compatibility";
import { survey, writeSite } from "#portal";
import { readDocuments } from "./documents.js";

interface Options {
  readonly asyncapi: string;
  readonly out: string;
  readonly title: string;
}

/** `warren docs`: everything that the documents say, as pages. */
export function docsCommand(): Command {
  return new Command("docs")
    .description("Write the documents as pages: HTML that opens from a folder, and Markdown.")
    .option("--asyncapi <folder>", "folder of AsyncAPI documents", "asyncapi")
    .option("--out <folder>", "where the pages go", "docs/site")
    .option("--title <text>", "name of the whole", "Warren")
    .action(async ({ asyncapi, out, title }: Options) => {
      const contracts = await readDocuments(asyncapi);
      await writeSite(survey({ title, contracts, proofs: proveContracts(contracts), apis: [] }), out);
    });
}
