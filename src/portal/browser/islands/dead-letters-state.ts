/** What the desk's page asks the portal, and where it stands. */
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { JobAnswer, LettersAnswer, QueueAnswer } from "../../desk/answers.js";
import { ApiError, ask, sentenceOf } from "../api.js";

export interface Polled<T> {
  readonly value: T | undefined;
  readonly trouble: string | undefined;
  readonly again: () => void;
}

/** Asks now, and again and again while the page is seen. */
function usePolled<T>(path: string, everyMs: (value: T | undefined) => number): Polled<T> {
  const [value, setValue] = useState<T>();
  const [trouble, setTrouble] = useState<string>();
  const [round, setRound] = useState(0);
  const every = useRef(everyMs);
  useEffect(() => {
    const end = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last: T | undefined;
    const look = async (): Promise<void> => {
      try {
        if (!document.hidden) last = await ask<T>(path, { signal: end.signal });
        setValue(last);
        setTrouble(undefined);
      } catch (error) {
        if (!end.signal.aborted) setTrouble(sentenceOf(error));
      }
      if (!end.signal.aborted) timer = setTimeout(() => void look(), every.current(last));
    };
    void look();
    return () => {
      end.abort();
      clearTimeout(timer);
    };
  }, [path, round]);
  return { value, trouble, again: useCallback(() => setRound((before) => before + 1), []) };
}

export const useQueues = (): Polled<{ readonly queues: readonly QueueAnswer[] }> => usePolled("dead-letters", () => 3_000);

export const isOver = ({ state }: JobAnswer): boolean => state !== "waiting" && state !== "running";

/** Often while there is progress to be seen. */
export const useJobs = (): Polled<{ readonly jobs: readonly JobAnswer[] }> =>
  usePolled("dead-letters/jobs", (value) => (value?.jobs.some((job) => !isOver(job)) === true ? 400 : 3_000));

/** Which letters of a look are shown. */
export interface Part {
  readonly reason?: number;
  readonly from: number;
}

/** Letters of a page. */
export const pageSize = 50;

/** What is nearest where nothing is left of a part: the last page of it, or else all letters. */
const nearest = ({ reason, from }: Part, total: number): Part | undefined => {
  if (total > 0) return { from: total - 1 - ((total - 1) % pageSize), ...(reason === undefined ? {} : { reason }) };
  return reason === undefined && from === 0 ? undefined : { from: 0 };
};

/** Ids, and how many letters each of them has. */
export type Selected = ReadonlyMap<string, number>;

const query = (parts: Readonly<Record<string, string | number | undefined>>): string =>
  new URLSearchParams(Object.entries(parts).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))).toString();

const lettersPath = (queue: string, look: string | undefined, { reason, from }: Part): string =>
  `dead-letters/letters?${query({ queue, look, reason, from })}`;

export const letterPath = (what: "letter" | "body", queue: string, look: string, id: string): string =>
  `dead-letters/${what}?${query({ queue, look, id })}`;

export interface Letters {
  readonly answer: LettersAnswer | undefined;
  readonly part: Part;
  readonly trouble: string | undefined;
  readonly isBusy: boolean;
  /** Another page or reason of the same look. */
  readonly turn: (part: Part) => void;
  /** Looks into the queue again. */
  readonly lookAgain: () => void;
}

/** What was seen in a queue. The broker is asked only when the queue is opened and when a new look is asked for: looking costs it something. */
export function useLetters(queue: string): Letters {
  const [state, setState] = useState<Pick<Letters, "answer" | "part" | "trouble" | "isBusy">>({
    ...{ answer: undefined, part: { from: 0 }, trouble: undefined, isBusy: true },
  });
  const end = useRef(new AbortController());
  const load = useCallback(
    async function load(look: string | undefined, part: Part): Promise<void> {
      end.current.abort();
      end.current = new AbortController();
      const { signal } = end.current;
      setState((before) => ({ ...before, isBusy: true }));
      try {
        const answer = await ask<LettersAnswer>(lettersPath(queue, look, part), { signal });
        const other = answer.rows.length === 0 ? nearest(part, answer.total) : undefined;
        if (other === undefined) setState({ answer, part, trouble: undefined, isBusy: false });
        else await load(answer.look, other);
      } catch (error) {
        if (signal.aborted) return;
        // The look is forgotten: the portal was started again, or somebody else has looked.
        if (look !== undefined && error instanceof ApiError && error.status === 409) await load(undefined, { from: 0 });
        else setState((before) => ({ ...before, trouble: sentenceOf(error), isBusy: false }));
      }
    },
    [queue],
  );
  useEffect(() => {
    void load(undefined, { from: 0 });
    return () => end.current.abort();
  }, [load]);
  const look = state.answer?.look;
  return {
    ...state,
    turn: useCallback((part) => void load(look, part), [load, look]),
    lookAgain: useCallback(() => void load(undefined, { from: 0 }), [load]),
  };
}

/** Queue and letter stand in the page's address, so that it can be kept and sent to others. */
export interface Place {
  readonly queue?: string;
  readonly letter?: string;
}

const placeNow = (): Place => Object.fromEntries(new URLSearchParams(location.hash.slice(1)));

export function usePlace(): readonly [Place, (place: Place) => void] {
  const [place, setPlace] = useState(placeNow);
  useEffect(() => {
    const follow = (): void => setPlace(placeNow());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  const go = useCallback(({ queue, letter }: Place) => {
    location.hash = query({ queue, letter });
  }, []);
  return [place, go];
}
