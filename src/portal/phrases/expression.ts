import { parseRuntimeExpression } from "#contract";
import { code } from "../content/inline.js";
import type { Inline } from "../content/model.js";

/** Where in a message a runtime expression points: "payload field `order.id`", "header `correlationId`". */
export function expressionPhrase(expression: string): readonly Inline[] {
  const parsed = parseRuntimeExpression(expression);
  if (parsed === undefined) return [code(expression)];
  if (parsed.path.length === 0) return [parsed.source === "payload" ? "the whole payload" : "the headers"];
  return [parsed.source === "payload" ? "payload field " : "header ", code(parsed.path.join("."))];
}
