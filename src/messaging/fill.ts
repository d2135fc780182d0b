/** What the runtime writes into a message for its sender: values that the contract names, and the correlation id in its place. */
import type { Fill, SendOperation, SendRequest } from "./descriptors.js";
import { evaluate, keyText, withValueAt } from "./runtime-expression.js";
import { checkShortString, type HeaderTable, invalid, noHeaders, type PlannedMessage } from "./send-plan.js";

export interface Completed {
  readonly payload: unknown;
  readonly headers: HeaderTable;
  readonly correlationId: string | undefined;
}

/**
 * Copies what it writes to. `spareId` is the correlation id of a message that is given none and holds none. Throws `invalid` where
 * the message holds another one than it is given.
 */
export const complete = (
  operation: SendOperation,
  message: PlannedMessage,
  given: unknown,
  request: SendRequest,
  spareId?: string,
): Completed => {
  const headers = (request.headers ?? noHeaders) as HeaderTable;
  const payload = message.fills.length === 0 ? given : filled(message.fills, given);
  const { correlationId: place } = message;
  const correlationId = request.correlationId ?? spareId;
  if (!place) return { payload, headers, correlationId };
  const written = keyText(evaluate(place, payload, headers));
  if (written !== undefined) {
    if (request.correlationId !== undefined && written !== request.correlationId)
      throw invalid(operation, `is given two correlation ids for one ${message.descriptor.name}`);
    checkShortString(operation, "correlation id", written);
    return { payload, headers, correlationId: written };
  }
  if (correlationId === undefined) return { payload, headers, correlationId };
  return place.source === "header"
    ? { payload, headers: withValueAt(headers, place.path, correlationId) as HeaderTable, correlationId }
    : { payload: withValueAt(payload, place.path, correlationId), headers, correlationId };
};

const filled = (fills: PlannedMessage["fills"], given: unknown): unknown => {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return given;
  const payload = given as Readonly<Record<string, unknown>>;
  let copy: Record<string, unknown> | undefined;
  for (const [property, fill] of fills) {
    if (Object.hasOwn(payload, property) && payload[property] !== undefined) continue;
    copy ??= { ...payload };
    copy[property] = contentOf(fill);
  }
  return copy ?? given;
};

const contentOf = (fill: Fill): unknown => ("now" in fill ? new Date().toISOString() : fill.value);
