/** Server-sent events read by `fetch`, so that the token can go along; `EventSource` sends no header. */
import { ApiError, send } from "./api.js";

export interface Following<T> {
  readonly onEvent: (data: T, event: string) => void;
  /** The stream was lost: why, as an error. It is asked for again by itself. Not called for what was ended here. */
  readonly onLost?: (error: Error) => void;
}

/** Waits this long before it asks again, milliseconds: twice as long each time, up to ten seconds. */
const [shortestMs, longestMs] = [500, 10_000];

/** Follows `/api/<path>` until the returned function is called. */
export function followEvents<T>(path: string, { onEvent, onLost }: Following<T>): () => void {
  const end = new AbortController();
  void followOn(path, end.signal, (text, event) => onEvent(JSON.parse(text) as T, event), onLost);
  return () => end.abort();
}

type Take = (data: string, event: string) => void;

async function followOn(path: string, signal: AbortSignal, take: Take, onLost: Following<never>["onLost"]): Promise<void> {
  const isEnded = (): boolean => signal.aborted;
  let pauseMs = shortestMs;
  while (!isEnded()) {
    try {
      await followOnce(path, signal, (data, event) => {
        pauseMs = shortestMs;
        take(data, event);
      });
    } catch (error) {
      if (isEnded()) return;
      onLost?.(error instanceof Error ? error : new Error(String(error)));
    }
    await pause(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 2, longestMs);
  }
}

/** Longer than the portal is ever silent, milliseconds: it sends a comment every ten seconds. */
const silenceMs = 25_000;

/** Rejects when the stream ends, or has been silent for too long: a portal that hangs ends no connection. */
async function followOnce(path: string, signal: AbortSignal, take: Take): Promise<never> {
  const silent = new AbortController();
  const hush = (): ReturnType<typeof setTimeout> => setTimeout(() => silent.abort(new ApiError(0, "The portal is silent.")), silenceMs);
  let timer = hush();
  const heard = (): void => {
    clearTimeout(timer);
    timer = hush();
  };
  try {
    const { body } = await send(path, { signal: AbortSignal.any([signal, silent.signal]) });
    if (body === null) throw new ApiError(0, "The portal sends no events.");
    await readEvents(body, take, heard);
    throw new ApiError(0, "The portal has ended the connection.");
  } finally {
    clearTimeout(timer);
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Takes the stream apart as the portal writes it: lines end with `\n`, data is one line (WHATWG HTML, section 9.2.6). */
async function readEvents(body: ReadableStream<Uint8Array>, take: Take, heard: () => void): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    heard();
    const blocks = (rest + decoder.decode(chunk.value, { stream: true })).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) takeBlock(block, take);
  }
}

function takeBlock(block: string, take: Take): void {
  const fields = new Map(
    block.split("\n").map((line) => {
      const colon = line.indexOf(": ");
      return [line.slice(0, Math.max(0, colon)), line.slice(colon + 2)] as const;
    }),
  );
  const data = fields.get("data");
  if (data !== undefined) take(data, fields.get("event") ?? "message");
}
