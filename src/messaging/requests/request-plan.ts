import type { OutgoingMessage } from "../broker.js";
import type { AskRequest, RequestOperation, SendRequest } from "../descriptors.js";
import { type EncodeContext, encode } from "../encode.js";
import { withInstance } from "../instance.js";
import { type MessagePlan, planMessages } from "../receive-plan.js";
import { isReplyTo } from "../reply-address.js";
import { type CompiledExpression, compileExpression, withValueAt } from "../runtime-expression.js";

/** A request operation made ready, for one running instance. */
export interface RequestPlan {
  readonly operation: RequestOperation;
  readonly replies: MessagePlan;
  readonly queue: string;
  readonly deadLetterQueue: string;
  /** What a request names as its reply address, and where. */
  readonly address: { readonly text: string; readonly place: CompiledExpression | undefined } | undefined;
}

/** Throws `SyntaxError` or `RangeError` on a descriptor that no document can have given. */
export const planRequest = (operation: RequestOperation, instance: string): RequestPlan => {
  for (const name of ["timeoutMs", "maxInFlight", "maxWaiting"] as const) {
    const value = operation[name];
    if (!Number.isSafeInteger(value) || value < (name === "maxWaiting" ? 0 : 1))
      throw new RangeError(`operation ${operation.id}: ${name} must be a whole number above zero, not ${value}`);
  }
  const { queue, deadLetterQueue, address, addressAt, messages } = operation.replies;
  const place = addressAt === undefined ? undefined : compileExpression(addressAt);
  return {
    operation,
    replies: planMessages(messages),
    queue: withInstance(queue, instance),
    deadLetterQueue: withInstance(deadLetterQueue, instance),
    // Without a place that is another's, the address is told as AMQP itself has it.
    address:
      address === undefined ? undefined : { text: withInstance(address, instance), place: place && isReplyTo(place) ? undefined : place },
  };
};

/** One request as it leaves: as the caller gave it, with the reply address in its place. `newId` is for what it gives no id. Throws as `encode` does. */
export const encodeRequest = (
  plan: RequestPlan,
  name: string,
  given: unknown,
  options: AskRequest,
  newId: string,
  context: Omit<EncodeContext, "correlationId">,
): OutgoingMessage => {
  const { payload, request } = withAddress(plan, given, options, newId);
  return encode(plan.operation, name, payload, request, { ...context, correlationId: newId });
};

const withAddress = (plan: RequestPlan, payload: unknown, options: AskRequest, messageId: string) => {
  const { address } = plan;
  if (!address) return { payload, request: requestOf(options, messageId) };
  const { text, place } = address;
  if (!place) return { payload, request: requestOf(options, messageId, text) };
  return place.source === "header"
    ? { payload, request: { messageId, ...options, headers: withValueAt(options.headers ?? {}, place.path, text) as object } }
    : { payload: withValueAt(payload, place.path, text), request: requestOf(options, messageId) };
};

/** Most callers give no options, and nothing is copied for them. */
const requestOf = (options: AskRequest, messageId: string, replyTo?: string): SendRequest => {
  if (options !== noOptions) return replyTo === undefined ? { messageId, ...options } : { messageId, ...options, replyTo };
  return replyTo === undefined ? { messageId } : { messageId, replyTo };
};

export const noOptions: AskRequest = Object.freeze({});
