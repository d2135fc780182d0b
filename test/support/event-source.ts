/** A client of server-sent events, as small as tests need it. */

export interface ReceivedEvent {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: unknown;
}

export interface EventClient {
  /** All events so far. */
  readonly events: readonly ReceivedEvent[];
  /** Resolves when the server has ended the stream, or it was closed here. */
  readonly ended: Promise<void>;
  close(): void;
}

/** Resolves when the server has begun to answer with events; rejects where it answers otherwise. */
export async function openEvents(url: string, headers: Readonly<Record<string, string>> = {}): Promise<EventClient> {
  const closing = new AbortController();
  const response = await fetch(url, { headers, signal: closing.signal });
  if (!response.ok || response.body === null) throw new Error(`GET ${url} answered ${response.status}: ${await response.text()}`);
  const events: ReceivedEvent[] = [];
  const ended = collect(response.body, events).catch(() => undefined);
  return { events, ended, close: () => closing.abort() };
}

async function collect(body: ReadableStream<Uint8Array>, events: ReceivedEvent[]): Promise<void> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const part of body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(part, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    events.push(...blocks.flatMap(eventOf));
  }
}

function eventOf(block: string): ReceivedEvent[] {
  const fields = new Map(block.split("\n").map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 2)]));
  const data = fields.get("data");
  return data === undefined ? [] : [{ id: fields.get("id"), event: fields.get("event"), data: JSON.parse(data) as unknown }];
}
