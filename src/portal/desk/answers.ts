/** What the desk's API answers: plain JSON, the same for the server and for the page. */

export interface QueueAnswer {
  readonly name: string;
  /** Messages ready; missing where the broker does not have the queue, or there is one for each instance. */
  readonly depth?: number;
  /** Queues whose messages come here. */
  readonly from: readonly string[];
  /** Applications that read it: a dead letter there is work of theirs. */
  readonly readBy: readonly string[];
  /** Address of the queue's page. */
  readonly page?: string;
}

/** One page of what was in a queue at one moment. */
export interface LettersAnswer {
  /** Names the look at the queue; what is done afterwards is done to what was seen in it. */
  readonly look: string;
  readonly queue: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Messages that were in the queue. */
  readonly depth: number;
  /** All of them were seen. */
  readonly whole: boolean;
  /** How many were seen and are there still as far as this desk knows. */
  readonly seen: number;
  readonly reasons: readonly ReasonAnswer[];
  /** Of the letters asked for, which one stands first in `rows`, from 0. */
  readonly from: number;
  /** Letters of the reason asked for, or all that were seen. */
  readonly total: number;
  readonly rows: readonly LetterRow[];
}

/** Letters that failed in the same way. */
export interface ReasonAnswer {
  readonly number: number;
  readonly words: string;
  readonly origin?: string;
  readonly letters: number;
}

export interface LetterRow {
  readonly id: string;
  /** Letters of this id that were seen: what is done to one is done to all. */
  readonly twins: number;
  readonly at?: string;
  readonly type?: string;
  readonly origin?: string;
  readonly reason: number;
  readonly words: string;
  readonly attempts?: number;
  readonly bytes: number;
  /** Whether its consumer's schema accepts it as it is. Missing where that is not known. */
  readonly accepted?: boolean;
}

export interface LetterAnswer {
  readonly id: string;
  readonly facts: readonly FactAnswer[];
  readonly deaths: readonly string[];
  readonly origin?: string;
  readonly type?: string;
  readonly body: BodyAnswer;
  /** All headers, as JSON. */
  readonly headers: string;
  /** The sender's alone, as JSON; missing where they are too long to be edited. */
  readonly sent?: string;
  /** Missing where it does not say where it came from. */
  readonly verdict?: VerdictAnswer;
}

export interface FactAnswer {
  readonly label: string;
  readonly value: string;
  /** Address of a page about it. */
  readonly page?: string;
}

export interface BodyAnswer {
  /** `binary`: no UTF-8, shown in hexadecimal. */
  readonly kind: "text" | "binary";
  readonly text: string;
  readonly bytes: number;
  /** Bytes of it that `text` shows. */
  readonly shown: number;
}

export interface VerdictAnswer {
  readonly accepted: boolean;
  /** Of whose operation, and of which message; whether it accepts it; or why no schema could be held against it. */
  readonly words: string;
  readonly faults: readonly FaultAnswer[];
}

export interface FaultAnswer {
  readonly part: "body" | "headers";
  /** JSON pointer into that part; empty for the whole. */
  readonly pointer: string;
  readonly keyword: string;
  readonly sentence: string;
  /** `orders/messages.yaml:31:9` */
  readonly place?: string;
}

/** What is done to letters, one or many. */
export interface JobAnswer {
  readonly id: string;
  readonly action: "replay" | "discard";
  readonly queue: string;
  /** `waiting`: for another one on the same queue. */
  readonly state: "waiting" | "running" | "done" | "stopped" | "failed";
  /** Letters that are meant. */
  readonly meant: number;
  readonly done: number;
  readonly refused: number;
  /** The first of those that were refused. */
  readonly refusals: readonly { readonly id: string; readonly reason: string }[];
  /** Letters that were no longer there. */
  readonly missing: number;
  /** Why it failed, one sentence. What was done until then stays done; the rest is in its queue. */
  readonly problem?: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}
