import { refused } from "#http";

/** Which rows of a list are asked for; it counts down from the newest. */
export interface PageRequest {
  readonly limit: number;
  /** Only rows before this position. */
  readonly before?: number;
}

/** What the page operations of the campus APIs answer. A cursor is the position of a page's last row. */
export async function answerPage<Item>(
  { limit = 100, cursor }: { limit?: number; cursor?: string },
  rowsOf: (request: PageRequest) => Promise<readonly { readonly position: number; readonly item: Item }[]>,
) {
  const before = cursor === undefined ? undefined : positionOf(cursor);
  if (before === null) {
    const errors = [{ field: "query/cursor", message: "is not a cursor that this API gave" }];
    return { status: 400 as const, body: refused(400, errors) };
  }
  const rows = await rowsOf({ limit: limit + 1, ...(before === undefined ? {} : { before }) });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const next = last === undefined ? {} : { next_cursor: Buffer.from(String(last.position)).toString("base64url") };
  return { status: 200 as const, body: { items: rows.slice(0, limit).map(({ item }) => item), ...next } };
}

function positionOf(cursor: string): number | null {
  const text = Buffer.from(cursor, "base64url").toString();
  return /^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : null;
}
