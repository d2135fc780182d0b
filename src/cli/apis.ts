import { hasErrors, placedBelow, readOpenApi } from "#codegen";
import type { HttpApi } from "#portal";
import { printProblems, UsageError } from "./report.js";

/** The OpenAPI documents of a folder; without a folder, none. Throws {@link UsageError} where they have errors, which are printed. */
export async function readApis(folder: string): Promise<readonly HttpApi[]> {
  const { documents, problems } = await readOpenApi(folder);
  if (hasErrors(problems)) {
    printProblems(placedBelow(folder, problems));
    throw new UsageError(`The documents in ${folder} have errors; no pages are made of them.`);
  }
  return documents.map(({ id, document }) => ({ id, title: titleOf(document.info) ?? id, document }));
}

function titleOf(info: unknown): string | undefined {
  const title = typeof info === "object" && info !== null && "title" in info ? info.title : undefined;
  return typeof title === "string" && title.trim() !== "" ? title : undefined;
}
