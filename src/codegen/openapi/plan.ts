import type { Cache } from "../cache.js";
import { contentKey, type FilePlan } from "../plan.js";
import type { OpenApiDocument } from "./read.js";
import { renderDocument, renderHttpTypes } from "./render.js";

/** http.ts and openapi.json of each document. `sourceFolder` is what header lines call the folder: `openapi`. */
export async function planHttp(documents: readonly OpenApiDocument[], sourceFolder: string, cache: Cache): Promise<FilePlan[]> {
  const pairs = documents.map(async (document): Promise<FilePlan[]> => {
    const source = `${sourceFolder}/${document.file}`;
    const types = await cache.keep(contentKey(["http", document, source]), () => renderHttpTypes(document, source));
    return [
      { path: `${document.id}/http.ts`, text: types },
      { path: `${document.id}/openapi.json`, text: renderDocument(document, source) },
    ];
  });
  return (await Promise.all(pairs)).flat();
}
