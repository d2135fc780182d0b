import { headerFor, jsonHeaderKey } from "../emit/header.js";
import { lineComment } from "../source-file.js";
import type { OpenApiDocument } from "./read.js";

/** http.ts: `paths`, `operations` and `components` as openapi-typescript prints them. Slow to load (over a second): the result is worth keeping. */
export async function renderHttpTypes({ document }: OpenApiDocument, source: string): Promise<string> {
  const { default: openapiTypeScript, astToString } = await import("openapi-typescript");
  // Passed as text: openapi-typescript changes objects that it is given.
  const nodes = await openapiTypeScript(JSON.stringify(document), { silent: true, alphabetize: false });
  return `${lineComment(headerFor(source))}\n\n${astToString(nodes).trim()}\n`;
}

/** openapi.json: the bundled document, for the server that validates requests. */
export const renderDocument = ({ document }: OpenApiDocument, source: string): string =>
  `${JSON.stringify({ [jsonHeaderKey]: headerFor(source), ...document }, undefined, 2)}\n`;
