/** The way from this page to the site's root: empty, or ending in `/`. */
const root = document.documentElement.dataset.root ?? "";

/** @param path of a file below the site's root */
export const fromRoot = (path: string): string => `${root}${path.split("/").map(encodeURIComponent).join("/")}`;
