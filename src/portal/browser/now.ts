/** What the portal tells every second, for all that show it on this page: one stream, and none while nobody looks. */
import { useEffect, useState } from "preact/hooks";
import type { BrokerNow, ExchangeNow, QueueNow, ServiceNow } from "../live/watch/answers.js";
import { followEvents } from "./events.js";

export interface Now {
  /** Why nothing comes: then what is here is of no use. */
  readonly lost?: string;
  /** When the last figures came. */
  readonly at?: Date;
  readonly broker?: BrokerNow;
  readonly queues: ReadonlyMap<string, QueueNow>;
  readonly exchanges: ReadonlyMap<string, ExchangeNow>;
  readonly services: ReadonlyMap<string, ServiceNow>;
}

const nothing: Now = { queues: new Map(), exchanges: new Map(), services: new Map() };

let now = nothing;
let end: (() => void) | undefined;
const watchers = new Set<(now: Now) => void>();

function tell(next: Now): void {
  now = next;
  for (const watcher of watchers) watcher(now);
}

/** The first event of a stream holds everything, those that follow what changed. */
function follow(): void {
  const entries = new Map<string, unknown>();
  end = followEvents<Readonly<Record<string, unknown>>>("now", {
    onEvent(changes) {
      for (const [id, value] of Object.entries(changes)) {
        if (value === null) entries.delete(id);
        else entries.set(id, value);
      }
      tell(nowOf(entries));
    },
    onLost(error) {
      entries.clear();
      tell({ ...nothing, lost: error.message });
    },
  });
}

function nowOf(entries: ReadonlyMap<string, unknown>): Now {
  const those = <T>(kind: string): ReadonlyMap<string, T> =>
    new Map([...entries].filter(([id]) => id.startsWith(`${kind}:`)).map(([id, value]) => [id.slice(kind.length + 1), value as T]));
  const broker = entries.get("broker") as BrokerNow | undefined;
  return {
    at: new Date(),
    ...(broker === undefined ? {} : { broker }),
    queues: those("queue"),
    exchanges: those("exchange"),
    services: those("service"),
  };
}

/** Follows while somebody watches and the page is seen. */
function settle(): void {
  const isWanted = watchers.size > 0 && !document.hidden;
  if (isWanted && end === undefined) follow();
  if (!isWanted && end !== undefined) {
    end();
    end = undefined;
  }
}

document.addEventListener("visibilitychange", settle);

/** Tells of everything new until the returned function is called. */
export function watchNow(watcher: (now: Now) => void): () => void {
  watchers.add(watcher);
  settle();
  return () => {
    watchers.delete(watcher);
    settle();
  };
}

export function useNow(): Now {
  const [state, setState] = useState(now);
  useEffect(() => watchNow(setState), []);
  return state;
}

/** Why there are no figures, in one sentence; undefined while there are. */
export function troubleOf({ lost, broker }: Now): string | undefined {
  if (lost !== undefined) return `${lost} The page asks again by itself.`;
  if (broker === undefined || broker.state === "up") return undefined;
  const what = broker.state === "away" ? "The broker is away." : "The broker works, but its management API gives no figures.";
  return `${what} ${broker.reason ?? ""}`;
}
