import type { Location, Message } from "../model.js";
import { undeclaredSegment } from "../schema/paths.js";
import type { SchemaRegistry } from "../schema/registry.js";
import type { Reading } from "../source/references.js";
import { didYouMean } from "../spelling.js";
import { parseRuntimeExpression } from "./expressions.js";

/** Header expressions may also name these: AMQP's own properties. */
const amqpProperties = new Set([
  "correlationId",
  "correlation_id",
  "correlation-id",
  "replyTo",
  "reply_to",
  "reply-to",
  "messageId",
  "message_id",
  "message-id",
]);

/** A runtime expression in a document, and the messages it is evaluated on. */
export interface PlacedExpression {
  readonly expression: string;
  readonly messages: readonly Message[];
  readonly place: Location;
}

/** Reports expressions that lead to a property which a message's schema certainly does not declare. Schemas must have been finished. */
export function checkExpressions(reading: Reading, registry: SchemaRegistry, expressions: readonly PlacedExpression[]): void {
  for (const { expression, messages, place } of expressions) {
    const parsed = parseRuntimeExpression(expression);
    if (parsed === undefined) continue;
    const [first = ""] = parsed.path;
    if (parsed.source === "header" && amqpProperties.has(first)) continue;
    for (const message of messages) {
      const id = parsed.source === "payload" ? message.payload : message.headers;
      const missing = id === undefined ? undefined : undeclaredSegment(registry, id, parsed.path);
      if (missing === undefined) continue;
      const what = parsed.source === "payload" ? "payload" : "headers";
      const said = `"${expression}" leads nowhere: the ${what} of message "${message.name}" declares no "${missing.segment}"${didYouMean(missing.segment, missing.declared)}`;
      reading.problems.add("error", "runtime-expression", place, said);
    }
  }
}
