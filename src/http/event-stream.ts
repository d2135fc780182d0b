/** Server-sent events (WHATWG HTML, section 9.2): what a handler yields, written as fast as the client takes it. */
import { setMaxListeners } from "node:events";
import type { Response } from "express";

/** One event. `id` is what the client sends as `Last-Event-ID` when it connects again; `data` is written as JSON. */
export interface ServerSentEvent<Data = unknown> {
  readonly id?: string;
  readonly event?: string;
  readonly data: Data;
}

/**
 * The body of a `text/event-stream` answer. Events are asked for one at a time, and only while the client takes them: nothing gathers for
 * one that is slow. To end when the signal aborts: the client is gone, or the service stops.
 */
export type EventStream<Data = unknown> = (ended: AbortSignal) => AsyncIterable<ServerSentEvent<Data>>;

export interface StreamTimes {
  /** Longest silence, milliseconds: then a comment is sent. @default 15000 */
  readonly heartbeatMs?: number;
  /** A client that takes nothing for so long is cut off, milliseconds. It may connect again, and go on where it was. @default 30000 */
  readonly stallMs?: number;
}

export interface StreamOptions extends Required<StreamTimes> {
  /** Ends every stream. */
  readonly closing: AbortSignal;
}

/** What a client is told to wait before it connects again, milliseconds. */
const reconnectMs = 1_000;

/** Sends events until the client goes, the stream ends or fails, or `closing` aborts. Rejects with what the stream threw, when the answer has ended. */
export async function sendEvents(response: Response, stream: EventStream, options: StreamOptions): Promise<void> {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  response.once("close", end);
  // Of every stream one.
  setMaxListeners(0, options.closing);
  options.closing.addEventListener("abort", end, { once: true });
  if (options.closing.aborted) end();
  // Without `no-transform` and the proxies' own word for it, somebody on the way might gather events to compress or to buffer them.
  response.set({ "content-type": "text/event-stream", "cache-control": "no-store, no-transform", "x-accel-buffering": "no" });
  response.write(`retry: ${reconnectMs}\n\n`);
  const heart = setInterval(() => {
    if (!response.writableNeedDrain) response.write(":\n\n");
  }, options.heartbeatMs);
  try {
    for await (const event of stream(ended.signal)) {
      if (ended.signal.aborted) break;
      if (!response.write(asText(event))) await drained(response, ended.signal, options.stallMs);
    }
  } finally {
    clearInterval(heart);
    options.closing.removeEventListener("abort", end);
    response.off("close", end);
    if (response.writableNeedDrain) response.destroy();
    else response.end();
  }
}

function asText({ id, event, data }: ServerSentEvent): string {
  const named = event === undefined ? "" : `event: ${oneLine(event)}\n`;
  return `${id === undefined ? "" : `id: ${oneLine(id)}\n`}${named}data: ${JSON.stringify(data)}\n\n`;
}

const oneLine = (text: string): string => text.replace(/[\r\n\0]/g, "");

/** Resolves when the client has taken what was written, or has taken nothing for `stallMs`: then the connection is cut. */
function drained(response: Response, ended: AbortSignal, stallMs: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(stalled);
      response.off("drain", done);
      ended.removeEventListener("abort", done);
      resolve();
    };
    const stalled = setTimeout(() => response.destroy(), stallMs);
    response.once("drain", done);
    ended.addEventListener("abort", done, { once: true });
    if (ended.aborted) done();
  });
}
