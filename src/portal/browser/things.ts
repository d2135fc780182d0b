/** What the documents have, asked for once by each page. */
import { useEffect, useState } from "preact/hooks";
import type { Things } from "../live/watch/answers.js";
import { ask } from "./api.js";

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
