/** What the portal's API tells of messages on their way. */

export interface PageLink {
  readonly to: string;
  readonly part?: string;
  readonly text: string;
}

/** One message sent, or one delivery. */
export interface Step {
  readonly application: string;
  readonly number: number;
  readonly event: "sent" | "received";
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly exchange: string;
  readonly routingKey: string;
  readonly queue?: string;
  readonly operation?: string;
  readonly type?: string;
  readonly messageId?: string;
  readonly correlationId?: string;
  readonly traceId?: string;
  readonly key?: string;
  readonly attempt?: number;
  readonly outcome?: string;
  readonly code?: string;
  readonly target?: string;
  readonly ms?: number;
  /** The step that sent this message, or moved it last, by its index. */
  readonly from?: number;
  readonly names: { readonly operation?: PageLink; readonly message?: PageLink; readonly queue?: PageLink; readonly target?: PageLink };
}

export interface ServiceState {
  readonly application: string;
  readonly state: "told" | "off" | "away";
}

export interface Way {
  readonly services: readonly ServiceState[];
  readonly steps: readonly Step[];
}

export interface Journey {
  readonly id: string;
  readonly at: number;
  readonly first: Step;
  readonly applications: readonly string[];
  readonly messages: number;
  readonly trouble?: string;
}

export interface Latest {
  readonly services: readonly ServiceState[];
  readonly journeys: readonly Journey[];
}

export type Tone = "good" | "bad" | "doubtful" | "plain";

/** What came of a step, in a word, and how that is. */
export function outcomeOf({ event, outcome, code }: Pick<Step, "event" | "outcome" | "code">): {
  readonly tone: Tone;
  readonly words: string;
} {
  const tones: Readonly<Record<string, Tone>> = {
    confirmed: "good",
    answered: "good",
    done: "good",
    duplicate: "plain",
    retried: "doubtful",
    requeued: "doubtful",
    failed: "bad",
    "dead-lettered": "bad",
  };
  if (outcome === undefined) return { tone: "plain", words: event === "sent" ? "sent" : "under way" };
  return { tone: tones[outcome] ?? "plain", words: code === undefined ? outcome : `${outcome}: ${code}` };
}

/** What a step is about, in a word. */
export const messageOf = ({ names, type, routingKey }: Step): string => names.message?.text ?? type ?? routingKey;

export const addressOf = (id: string): string => `#${new URLSearchParams({ id }).toString()}`;

/** The time of day, as the clock of the reader's place has it. */
export const timeOf = (at: number): string => {
  const date = new Date(at);
  return `${date.toLocaleTimeString("en-GB")}.${String(date.getMilliseconds()).padStart(3, "0")}`;
};
