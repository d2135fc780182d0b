import type { JsonValue, MessageDescriptor, ReceiveOperation } from "./descriptors.js";
import { MessagingError } from "./errors.js";
import { bounded, describeFaults } from "./faults.js";
import { type AnswerPlan, planAnswers } from "./reply-address.js";
import { type CompiledExpression, compileExpression } from "./runtime-expression.js";
import { type PlannedMessage, planMessage } from "./send-plan.js";

/** The messages that may come, made ready. */
export interface MessagePlan {
  readonly messages: readonly PlannedMessage[];
  readonly byType: ReadonlyMap<string, PlannedMessage>;
}

/** A receive operation made ready. */
export interface ReceivePlan extends MessagePlan {
  readonly operation: ReceiveOperation;
  readonly idempotencyKey: CompiledExpression | undefined;
  readonly answers: AnswerPlan | undefined;
}

export const planMessages = (descriptors: readonly MessageDescriptor[]): MessagePlan => {
  const messages = descriptors.map(planMessage);
  return { messages, byType: new Map(messages.map((message) => [message.descriptor.type, message])) };
};

/** Throws `SyntaxError` or `RangeError` on a descriptor that no document can have given. */
export const planReceive = (operation: ReceiveOperation): ReceivePlan => {
  for (const name of ["prefetch", "concurrency", "timeoutMs"] as const) {
    const value = operation[name];
    if (!Number.isSafeInteger(value) || value < 1)
      throw new RangeError(`operation ${operation.id}: ${name} must be above zero, not ${value}`);
  }
  return {
    ...planMessages(operation.messages),
    operation,
    idempotencyKey: operation.idempotencyKey === undefined ? undefined : compileExpression(operation.idempotencyKey),
    answers: operation.reply && planAnswers(operation.reply),
  };
};

/**
 * Which of the operation's messages this is: as the AMQP type says, else as a tag in the payload says, else the only one there
 * is, else the only one that it validates as. Throws `invalid` where that does not decide.
 */
export const selectMessage = (plan: MessagePlan, type: unknown, payload: unknown): PlannedMessage => {
  if (type !== undefined && type !== "") {
    const named = typeof type === "string" ? plan.byType.get(type) : undefined;
    if (!named)
      throw refusal(
        `type ${typeof type === "string" ? bounded(`"${type}"`, 100) : typeof type} is none of ${[...plan.byType.keys()].join(", ")}`,
      );
    return named;
  }
  const [only] = plan.messages;
  if (only && plan.messages.length === 1) return only;
  const tagged = plan.messages.filter(({ descriptor }) => hasTag(descriptor, payload));
  const [first] = tagged;
  if (first && tagged.length === 1) return first;
  const untagged = plan.messages.filter(({ descriptor }) => descriptor.tag === undefined);
  return onlyValid(tagged.length > 1 ? tagged : untagged, plan, payload);
};

const refusal = (reason: string) => new MessagingError("invalid", reason);

const hasTag = ({ tag }: MessageDescriptor, payload: unknown): boolean =>
  tag !== undefined &&
  typeof payload === "object" &&
  payload !== null &&
  Object.hasOwn(payload, tag.property) &&
  same((payload as Readonly<Record<string, JsonValue>>)[tag.property], tag.value);

const same = (left: JsonValue | undefined, right: JsonValue): boolean =>
  left === right || (typeof right === "object" && right !== null && JSON.stringify(left) === JSON.stringify(right));

const onlyValid = (candidates: readonly PlannedMessage[], plan: MessagePlan, payload: unknown): PlannedMessage => {
  const valid = candidates.filter(({ descriptor }) => descriptor.payload(payload));
  const [first] = valid;
  if (first && valid.length === 1) return first;
  if (valid.length > 1) throw refusal(`no type is given, and ${namesOf(valid)} all fit: the type has to tell`);
  const why = candidates.map(({ descriptor }) => `${descriptor.name}: ${describeFaults(descriptor.payload.errors)}`);
  throw refusal(bounded([`no type is given, and none of ${namesOf(plan.messages)} fits`, ...why].join("; "), 1000));
};

const namesOf = (messages: readonly PlannedMessage[]): string => messages.map(({ descriptor }) => descriptor.name).join(", ");
