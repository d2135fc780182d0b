/** What the runtime writes into a message for its sender: values that the contract names, and the correlation id in its place. */
import type { SendOperation, SendRequest } from "./descriptors.js";
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
  const { correlationId: place } = message;
  const correlationId = request.correlationId ?? spareId;
  if (!place) return { payload: filled(message.fills, given), headers, correlationId };
  const written = keyText(evaluate(place, given, headers));
  if (written !== undefined) {
    if (request.correlationId !== undefined && written !== request.correlationId)
      throw invalid(operation, `is given two correlation ids for one ${message.descriptor.name}`);
    checkShortString(operation, "correlation id", written);
    return { payload: filled(message.fills, given), headers, correlationId: written };
  }
  if (correlationId === undefined) return { payload: filled(message.fills, given), headers, correlationId };
  if (place.source === "payload") return { payload: filled(message.fills, given, place.path, correlationId), headers, correlationId };
  const marked = withValueAt(headers, place.path, correlationId) as HeaderTable;
  return { payload: filled(message.fills, given), headers: marked, correlationId };
};

/** One copy for all that is written, where anything is. */
const filled = (fills: PlannedMessage["fills"], given: unknown, path: readonly string[] = [], id?: string): unknown => {
  if ((fills.length === 0 && path.length === 0) || !isObject(given)) return given;
  let copy: Record<string, unknown> | undefined;
  for (const { property, fill } of fills) {
    if (Object.hasOwn(given, property) && given[property] !== undefined) continue;
    copy ??= copyOf(given);
    copy[property] = "now" in fill ? now() : fill.value;
  }
  const [property] = path;
  if (property === undefined) return copy ?? given;
  copy ??= copyOf(given);
  const isDeeper = path.length > 1;
  copy[property] = isDeeper ? withValueAt((Object.hasOwn(given, property) ? given[property] : undefined) ?? {}, path.slice(1), id) : id;
  return copy;
};

/** Writing to what `...` has copied costs four times as much, in V8 11. `assign` would lose a property that JSON may not hold; it is refused later. */
const copyOf = (given: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.hasOwn(given, "__proto__") ? { ...given } : Object.assign({}, given);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

let latest = { ms: 0, text: "" };

/** Many messages leave within a millisecond, and the text costs more than all else that is filled in. */
const now = (): string => {
  const ms = Date.now();
  if (ms !== latest.ms) latest = { ms, text: new Date(ms).toISOString() };
  return latest.text;
};
