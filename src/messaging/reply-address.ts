/** Where the answer to a request goes: to the address that it names, if that has an allowed form. */
import type { Delivery } from "./broker.js";
import type { Received, ReplyOperation } from "./descriptors.js";
import { MessagingError } from "./errors.js";
import { type CompiledExpression, compileExpression, evaluate } from "./runtime-expression.js";
import { longestShortString } from "./send-plan.js";

/** How an operation answers, made ready. */
export interface AnswerPlan {
  readonly operation: ReplyOperation;
  /** Undefined: requests name no address. */
  readonly place: CompiledExpression | undefined;
  /** Undefined: any. */
  readonly allowed: readonly RegExp[] | undefined;
}

/** What one answer needs of its request. */
export interface AnswerTo {
  readonly operation: ReplyOperation;
  /** Undefined: the operation's routing key. */
  readonly address: string | undefined;
  /** The request named the address. */
  readonly named: boolean;
  readonly correlationId: string | undefined;
}

export const planAnswers = (operation: ReplyOperation): AnswerPlan => ({
  operation,
  place: operation.addressAt === undefined ? undefined : compileExpression(operation.addressAt),
  allowed: operation.allowedAddresses.length === 0 ? undefined : operation.allowedAddresses.map(formOf),
});

/** `{name}` stands for one or more of `A-Z a-z 0-9 _ -`. */
const formOf = (template: string): RegExp => {
  const parts = template.split(/\{[^{}]*\}/).map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${parts.join("[A-Za-z0-9_-]+")}$`);
};

/** AMQP's own property, which AsyncAPI writes as if it were a header. */
export const isReplyTo = ({ source, path }: CompiledExpression): boolean =>
  source === "header" && path.length === 1 && path[0] === "replyTo";

/** Throws `rejected` where the request cannot be answered. A request without a correlation id is answered with its message id. */
export const answerTo = (plan: AnswerPlan, request: Received, delivery: Delivery): AnswerTo => {
  const { operation } = plan;
  const correlationId = request.correlationId ?? request.id;
  if (!plan.place) return { operation, address: undefined, named: false, correlationId };
  const named = namedAddress(plan.place, request, delivery);
  if (named === undefined) {
    if (operation.defaultAddress === undefined) throw refusal("the request names no reply address");
    return { operation, address: operation.defaultAddress, named: false, correlationId };
  }
  if (typeof named !== "string" || Buffer.byteLength(named) > longestShortString)
    throw refusal("the request's reply address is no text of at most 255 bytes");
  if (plan.allowed && !plan.allowed.some((form) => form.test(named)))
    throw refusal(`the request's reply address has none of the allowed forms: ${operation.allowedAddresses.join(", ")}`);
  return { operation, address: named, named: true, correlationId };
};

const namedAddress = (place: CompiledExpression, { payload, replyTo }: Received, { headers }: Delivery): unknown => {
  const named = (isReplyTo(place) ? replyTo : undefined) ?? evaluate(place, payload, headers);
  return named === null || named === "" ? undefined : named;
};

const refusal = (reason: string) => new MessagingError("rejected", reason);
