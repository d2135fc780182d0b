/** What running services tell of their messages: each is asked for its journal. */
import type { Journal, JournalEntry } from "#messaging";
import type { ServiceAddress } from "../live/context.js";
import type { ServiceState } from "./answers.js";

/** One process and what it tells. */
export interface Told extends ServiceState {
  /** The oldest first. */
  readonly entries: readonly JournalEntry[];
}

/** By any of these ids, or the latest; asks everyone at once. Never rejects. */
export type AskJournals = (ids?: ReadonlySet<string>) => Promise<readonly Told[]>;

const timeoutMs = 1_500;
/** Of each service. Of the latest fewer: they are asked for every second. */
const mostEntries = { found: 1_000, latest: 200 };
/** Characters of all ids, written as a query: so that the address stays of a length that any server takes. */
const mostLetters = 8_000;

/** `own`: the portal's journal, told of as `portal`. */
export function askJournals(services: readonly ServiceAddress[], own: Journal, closing: AbortSignal): AskJournals {
  return async (ids) => {
    const shown = ids && fitting([...ids]);
    const limit = shown === undefined ? mostEntries.latest : mostEntries.found;
    const query = new URLSearchParams([["limit", String(limit)], ...(shown ?? []).map((id): [string, string] => ["id", id])]);
    const told = await Promise.all(services.map(({ id, url }) => askOne(id, `${url}/health/journal?${query.toString()}`, closing)));
    const entries = own.latest(limit, shown && new Set(shown));
    return entries.length > 0 ? [{ application: "portal", state: "told", entries }, ...told] : told;
  };
}

/** The first ones, and the very first in any case. */
function fitting(ids: readonly string[]): readonly string[] {
  let letters = 0;
  return ids.filter((id, at) => {
    letters += new URLSearchParams({ id }).toString().length + 1;
    return at === 0 || letters <= mostLetters;
  });
}

async function askOne(application: string, url: string, closing: AbortSignal): Promise<Told> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([closing, AbortSignal.timeout(timeoutMs)]) });
    if (response.status === 404) return { application, state: "off", entries: [] };
    const { entries } = (await response.json()) as { readonly entries?: unknown };
    if (!response.ok || !Array.isArray(entries)) return { application, state: "away", entries: [] };
    return { application, state: "told", entries: entries.filter(isEntry) };
  } catch {
    return { application, state: "away", entries: [] };
  }
}

/** A service of another version may tell otherwise; what is needed here must be there. */
function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== "object" || value === null) return false;
  const fields = value as Readonly<Partial<Record<keyof JournalEntry, unknown>>>;
  const { number, at, event, exchange, routingKey } = fields;
  const texts = [exchange, routingKey].every((text) => typeof text === "string");
  const words = optional.every((name) => fields[name] === undefined || typeof fields[name] === "string");
  return typeof number === "number" && typeof at === "number" && (event === "sent" || event === "received") && texts && words;
}

const optional = ["queue", "operation", "type", "messageId", "correlationId", "traceparent", "key", "outcome", "code", "target"] as const;
