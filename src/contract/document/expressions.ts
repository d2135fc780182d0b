import { pointerSegments } from "../source/tree.js";

/** A runtime expression taken apart: which part of the message, and the path in it. */
export interface RuntimeExpression {
  readonly source: "payload" | "header";
  readonly path: readonly string[];
}

const pattern = /^\$message\.(payload|header)#((?:\/(?:[^~/]|~[01])*)*)$/;

/** Parses `$message.payload#/order/id` (AsyncAPI 3.0.0, "Runtime Expression"); undefined where it is none. */
export function parseRuntimeExpression(text: string): RuntimeExpression | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  return { source: match[1] === "payload" ? "payload" : "header", path: pointerSegments(match[2] ?? "") };
}

export function isRuntimeExpression(text: string): boolean {
  return pattern.test(text);
}
