/** Lists of the management API, which come in pages. */
import { ManagementError } from "./error.js";
import { type Fields, fieldsOf, listOf, numberIn, textIn } from "./fields.js";
import type { Get } from "./request.js";

/** Items of a page; 500 is RabbitMQ's own limit. */
const pageSize = 500;
/** Half a million queues: past this the broker is no sensible one, or its answers are not. */
const mostPages = 1_000;

/** All items, of each the columns that are named. */
export async function readPages(get: Get, path: string, columns: string): Promise<readonly Fields[]> {
  const all: Fields[] = [];
  for (let page = 1; page <= mostPages; page++) {
    const answer = await get(`${path}?page=${page}&page_size=${pageSize}&columns=${columns}`);
    const fields = fieldsOf(answer);
    const pages = numberIn(fields, "page_count");
    if (!Array.isArray(fields.items) || pages === undefined) {
      throw new ManagementError("unexpected", `The management API answers GET ${path} with something else than a page of a list.`);
    }
    all.push(...listOf(fields.items));
    if (page >= pages) return all;
  }
  throw new ManagementError("unexpected", `The management API answers GET ${path} with more than ${mostPages} pages.`);
}

/** RabbitMQ keeps `amq.` names and the empty one for itself. */
export const isNamedByUsers = (fields: Fields): boolean => textIn(fields, "name")?.startsWith("amq.") === false;
