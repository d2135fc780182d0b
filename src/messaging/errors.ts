import type { ValidationFault } from "./descriptors.js";

/**
 * Why a message or a publish failed. Closed: every code has a fate below.
 * - `invalid`: breaks its contract (bytes, size, schema)
 * - `rejected`: a handler refuses it for good
 * - `unavailable`: something needed is away for now (broker, database)
 * - `timeout`: took longer than allowed
 * - `unroutable`: the broker knows no queue for it
 * - `bug`: any other exception
 */
export type FailureCode = "invalid" | "rejected" | "unavailable" | "timeout" | "unroutable" | "bug";

/** What becomes of a delivery whose handling failed. */
export const fate = {
  invalid: "dead-letter",
  rejected: "dead-letter",
  unavailable: "retry",
  timeout: "retry",
  unroutable: "retry",
  bug: "retry",
} as const satisfies Record<FailureCode, "retry" | "dead-letter">;

/** The one error class of the runtime. Throw it with `rejected` from a handler to dead-letter a message at once. */
export class MessagingError extends Error {
  override readonly name = "MessagingError";
  readonly code: FailureCode;
  readonly faults: readonly ValidationFault[];
  /** The service's own database is away: every message would fail alike. It waits where it is and uses up no attempt. */
  readonly outage: boolean;

  constructor(
    code: FailureCode,
    message: string,
    options: { cause?: unknown; faults?: readonly ValidationFault[]; outage?: boolean } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.faults = options.faults ?? [];
    this.outage = options.outage ?? false;
  }
}
