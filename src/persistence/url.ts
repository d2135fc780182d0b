/** Where the data lives. A temporary database is a file as well, so that reading beside writing is the same everywhere. */
export type DatabaseLocation = { readonly kind: "file"; readonly path: string } | { readonly kind: "temporary" };

const accepted = "Use a file (`sqlite:data/orders.db`, `file:data/orders.db` or a plain path) or `:memory:`.";

/**
 * Reads a database URL: `sqlite:path`, `file:path`, a plain path, or `:memory:`.
 * Throws an `Error` of one sentence for anything else. The message never repeats the URL: it may hold a password.
 */
export function readDatabaseUrl(url: string): DatabaseLocation {
  const text = url.trim();
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme === "postgres" || scheme === "postgresql") {
    throw new Error(`A PostgreSQL database (\`${scheme}://…\`) is not supported yet. ${accepted}`);
  }
  if (scheme !== undefined && scheme !== "sqlite" && scheme !== "file") {
    throw new Error(`A database URL cannot begin with \`${scheme}:\`. ${accepted}`);
  }
  const path = scheme === undefined ? text : text.slice(scheme.length + 1).replace(/^\/\/(?=.)/, "");
  if (path === ":memory:") return { kind: "temporary" };
  if (path === "" || path === "//") throw new Error(`The database URL names no file. ${accepted}`);
  return { kind: "file", path };
}
