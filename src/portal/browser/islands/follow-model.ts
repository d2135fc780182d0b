/** What came of a message on its way, and when, in words. */
import type { Step } from "../../follow/answers.js";

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
