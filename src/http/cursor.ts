/** Cursors of paged lists: where a page ended, as text that only means something to whoever gave it. */
import { refused } from "./problem.js";

/** The cursor of a position, a whole number above zero. */
export const cursorOf = (position: number): string => Buffer.from(String(position)).toString("base64url");

/** The position of a cursor; null for what {@link cursorOf} did not make. */
export function positionOf(cursor: string): number | null {
  const text = Buffer.from(cursor, "base64url").toString();
  return /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : null;
}

/** What a request with a strange `cursor` in its query is answered. */
export const unknownCursor = () =>
  ({ status: 400, body: refused(400, [{ field: "query/cursor", message: "is not a cursor that this API gave" }]) }) as const;
