import { createHash } from "node:crypto";
import type { Received } from "./descriptors.js";
import { type CompiledExpression, evaluate, keyText } from "./runtime-expression.js";

const longestKey = 200;

/**
 * What makes two messages one: the contract's expression (two kinds of message are never one), else the message id. Undefined
 * where there is neither: such a message is never taken for a duplicate. A long key is stored by its hash.
 */
export const idempotencyKeyOf = (expression: CompiledExpression | undefined, message: Received): string | undefined => {
  const value = expression && keyText(evaluate(expression, message.payload, message.headers));
  const key = value === undefined ? message.id : `${message.name}/${value}`;
  return key !== undefined && key.length > longestKey ? `sha256:${createHash("sha256").update(key).digest("base64url")}` : key;
};
