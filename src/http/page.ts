import { cursorOf, positionOf, unknownCursor } from "./cursor.js";

/** Which rows of a list are asked for; it counts down from the newest. */
export interface PageRequest {
  readonly limit: number;
  /** Only rows before this position. */
  readonly before?: number;
}

/** What an operation answers that lists in pages: `items`, and `next_cursor` where there are more. A cursor is the position of a page's last row. */
export async function answerPage<Item>(
  { limit = 100, cursor }: { limit?: number; cursor?: string },
  rowsOf: (request: PageRequest) => Promise<readonly { readonly position: number; readonly item: Item }[]>,
) {
  const before = cursor === undefined ? undefined : positionOf(cursor);
  if (before === null) return unknownCursor();
  const rows = await rowsOf({ limit: limit + 1, ...(before === undefined ? {} : { before }) });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const next = last === undefined ? {} : { next_cursor: cursorOf(last.position) };
  return { status: 200 as const, body: { items: rows.slice(0, limit).map(({ item }) => item), ...next } };
}
