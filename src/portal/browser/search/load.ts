import { openSearch } from "../../search/find.js";
import type { Found, SearchIndex } from "../../search/model.js";
import { fromRoot } from "../page.js";

declare global {
  /** Set by `assets/search-index.js`. */
  var searchIndex: SearchIndex | undefined;
}

let loaded: Promise<(query: string) => Found> | undefined;

/** The search, whose index is loaded by the first who asks. Rejects where it cannot be loaded; the next who asks tries again. */
export function search(): Promise<(query: string) => Found> {
  loaded ??= loadIndex().then(openSearch);
  loaded.catch(() => (loaded = undefined));
  return loaded;
}

const loadIndex = (): Promise<SearchIndex> =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = fromRoot("assets/search-index.js");
    script.addEventListener("error", () => reject(new Error("The search index cannot be loaded.")));
    script.addEventListener("load", () => {
      if (globalThis.searchIndex === undefined) reject(new Error("The search index is not whole."));
      else resolve(globalThis.searchIndex);
      globalThis.searchIndex = undefined;
    });
    document.head.append(script);
  });
