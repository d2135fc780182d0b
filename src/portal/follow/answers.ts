/** What the API tells of messages on their way: plain JSON, the same for the server and for the page. */
import type { PageLink } from "../content/page-link.js";

/** One message sent, or one delivery: an entry of a journal, whose it is, and what the documents call what is in it. */
export interface Step {
  readonly application: string;
  readonly number: number;
  readonly event: "sent" | "received";
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly exchange: string;
  readonly routingKey: string;
  readonly queue?: string | undefined;
  readonly operation?: string | undefined;
  readonly type?: string | undefined;
  readonly messageId?: string | undefined;
  readonly correlationId?: string | undefined;
  readonly traceId?: string;
  readonly key?: string | undefined;
  readonly attempt?: number | undefined;
  readonly outcome?: string | undefined;
  readonly code?: string | undefined;
  readonly target?: string | undefined;
  readonly ms?: number | undefined;
  /** The step that sent this message, or moved it last, by its index. */
  readonly from?: number;
  readonly names: StepNames;
}

export interface StepNames {
  readonly operation?: PageLink;
  readonly message?: PageLink;
  readonly queue?: PageLink;
  readonly target?: PageLink;
}

export interface ServiceState {
  readonly application: string;
  /** `off`: it keeps no journal; `away`: it does not answer. */
  readonly state: "told" | "off" | "away";
}

export interface Way {
  readonly services: readonly ServiceState[];
  readonly steps: readonly Step[];
}

/** Messages of one trace, to be picked from. */
export interface Journey {
  /** What it is followed by. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly first: Step;
  readonly applications: readonly string[];
  readonly messages: number;
  /** The worst that came of any of them; missing where all went well. */
  readonly trouble?: "failed" | "dead-lettered" | "retried" | "requeued";
}

/** The newest first. */
export interface Latest {
  readonly services: readonly ServiceState[];
  readonly journeys: readonly Journey[];
}
