import { useEffect, useState } from "preact/hooks";
import { ask } from "./api.js";

/** Names, roles and pages of what the documents have. */
export interface Things {
  readonly queues: readonly QueueThing[];
  readonly services: readonly ServiceThing[];
}

export interface QueueThing {
  readonly name: string;
  readonly role: "work" | "delay" | "dead-letter" | "reply";
  /** A document has a consumer for it. */
  readonly isRead: boolean;
  readonly page: string;
}

export interface ServiceThing {
  readonly id: string;
  readonly page: string;
  /** Missing where the portal was not told of one that runs. */
  readonly url?: string;
}

/** Undefined until the portal has answered; asked again while it does not. */
export function useThings(): Things | undefined {
  const [things, setThings] = useState<Things>();
  useEffect(() => {
    const end = new AbortController();
    const look = (): void => {
      ask<Things>("things", { signal: end.signal }).then(setThings, () => {
        if (!end.signal.aborted) setTimeout(look, 2_000);
      });
    };
    look();
    return () => end.abort();
  }, []);
  return things;
}
