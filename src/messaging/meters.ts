/**
 * What the runtime counts. Meters are plain numbers that a message's path adds to; Prometheus reads them when it scrapes,
 * because an `inc` with labels costs about 300 ns and a message meets several.
 * Labels are operation ids, failure codes and outcomes: bounded by the contract.
 */
import type { FailureCode } from "./errors.js";

/** How a delivery ended. */
export type Outcome = "done" | "duplicate" | "retried" | "dead-lettered" | "requeued";

export interface SendMeter {
  /** Confirmed by the broker. */
  published: number;
  /** Committed for the outbox to publish. */
  enqueued: number;
  readonly failures: Map<FailureCode, number>;
}

export interface ReceiveMeter {
  readonly outcomes: Record<Outcome, number>;
  inFlight: number;
  redelivered: number;
  observe(seconds: number): void;
}

/** Why an answer is one that nobody waits for; `invalid` ones somebody may have waited for. */
export type StrayKind = "unmatched" | "duplicate" | "late" | "invalid";

export interface RequestMeter {
  asked: number;
  answered: number;
  /** `aborted`: given up by the caller's signal. */
  readonly failures: Map<FailureCode | "aborted", number>;
  /** Answers that went to the dead-letter queue. */
  readonly strays: Record<StrayKind, number>;
  /** Sent and not answered. */
  inFlight: number;
  /** Waiting for their turn. */
  waiting: number;
  /** From the call to the answer. */
  observe(seconds: number): void;
}
