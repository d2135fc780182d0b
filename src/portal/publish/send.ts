/** Sends a message that somebody wrote: mandatory and confirmed, to exchange and routing key by contract. A request waits for its answer. */
import { randomBytes, randomUUID } from "node:crypto";
import { type Broker, type Journal, noteSends, traceIdOf } from "#messaging";
import type { Sent } from "./answers.js";
import { isRequest, type Sendable } from "./descriptors.js";
import { type Checked, type Draft, requestOf } from "./draft.js";
import { hasOwnReplies, type Requester } from "./replies.js";

export interface Sending {
  readonly broker: Broker;
  readonly journal: Journal;
  readonly requester: Requester;
}

type Good = Extract<Checked, { readonly outgoing: unknown }>;

/** Rejects with a `MessagingError`: `unroutable` where it reaches no queue, `timeout` where no answer comes, `unavailable` without a broker. */
export async function sendDraft(
  { broker, journal, requester }: Sending,
  application: string,
  operation: Sendable,
  draft: Draft,
  checked: Good,
): Promise<Sent> {
  const messageId = randomUUID();
  const traceparent = `00-${randomBytes(16).toString("hex")}-${randomBytes(8).toString("hex")}-01`;
  const started = performance.now();
  const { exchange, routingKey } = checked.outgoing;
  const sent = { messageId, traceId: traceIdOf(traceparent), exchange, routingKey };
  const done = (more: Partial<Sent>): Sent => ({ ...sent, ms: Math.round(performance.now() - started), ...more });
  if (isRequest(operation) && hasOwnReplies(operation)) {
    const { message } = draft;
    const asked = { message, payload: checked.payload, request: requestOf(draft, messageId), trace: { traceparent } };
    const { name, payload, correlationId } = await requester.ask(broker, application, operation, asked);
    return done({ answer: { name, payload }, ...(correlationId !== undefined && { correlationId }) });
  }
  const { correlationId, headers } = checked.outgoing;
  await noteSends(broker, journal).publish({ ...checked.outgoing, messageId, headers: { ...headers, traceparent } });
  const answeredTo = isRequest(operation) ? { answeredTo: operation.replies.queue } : {};
  return done({ ...(correlationId !== undefined && { correlationId }), ...answeredTo });
}
