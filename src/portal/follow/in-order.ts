/** What several processes tell, in one line: by their clocks, but never a delivery before its sending. */
import type { JournalEntry } from "#messaging";
import type { Told } from "./ask-services.js";

/** An entry, and whose it is. */
export interface Sighting extends JournalEntry {
  readonly application: string;
  /** What of all that is told it comes from: the index of the entry that sent this message, or that moved it last. */
  readonly from?: number;
}

/** Each process is in the order of its own numbers; between processes the clocks decide, unless they contradict who sent what. */
export function inOrder(told: readonly Told[]): readonly Sighting[] {
  const lines = told.map(({ application, entries }) =>
    entries.toSorted((one, other) => one.number - other.number).map((entry) => ({ ...entry, application })),
  );
  const unsent = countSends(lines.flat());
  const heads = lines.map(() => 0);
  const ordered: Sighting[] = [];
  const latest = new Map<string, number>();
  for (let left = lines.flat().length; left > 0; left--) {
    const line = nextLine(lines, heads, unsent);
    const entry = lines[line]?.[heads[line] ?? 0];
    if (entry === undefined) break;
    heads[line] = (heads[line] ?? 0) + 1;
    ordered.push(linked(entry, latest));
    const { messageId } = entry;
    if (messageId === undefined) continue;
    if (entry.event === "sent") unsent.delete(messageId);
    if (entry.event === "sent" || entry.outcome === "retried") latest.set(messageId, ordered.length - 1);
  }
  return ordered;
}

type Line = readonly (JournalEntry & { readonly application: string })[];

/** Ids of messages whose sending is told of. */
const countSends = (entries: Line): Set<string> =>
  new Set(entries.flatMap(({ event, messageId }) => (event === "sent" && messageId !== undefined ? [messageId] : [])));

/** The line whose next entry comes next: of those that need not wait for a sending, the earliest; where all wait, clocks alone decide. */
function nextLine(lines: readonly Line[], heads: readonly number[], unsent: ReadonlySet<string>): number {
  const next = lines.flatMap((line, at) => {
    const entry = line[heads[at] ?? 0];
    return entry === undefined ? [] : [{ at, entry }];
  });
  const free = next.filter(({ entry }) => entry.event === "sent" || entry.messageId === undefined || !unsent.has(entry.messageId));
  return (free.length > 0 ? free : next).reduce((best, one) => (one.entry.at < best.entry.at ? one : best), free[0] ?? next[0] ?? none).at;
}

const none = { at: -1, entry: { at: 0 } as JournalEntry };

function linked(entry: Line[number], latest: ReadonlyMap<string, number>): Sighting {
  const from = entry.event === "received" && entry.messageId !== undefined ? latest.get(entry.messageId) : undefined;
  return from === undefined ? entry : { ...entry, from };
}
