/**
 * Runtime expressions of AsyncAPI 3.0: a JSON pointer into a message's payload or headers.
 * https://www.asyncapi.com/docs/reference/specification/v3.0.0#runtimeExpression
 */
import type { RuntimeExpression } from "./descriptors.js";

export interface CompiledExpression {
  readonly source: "payload" | "header";
  /** The pointer's unescaped steps; empty for the whole. */
  readonly path: readonly string[];
}

const shape = /^\$message\.(payload|header)(?:#((?:\/[^/]*)*))?$/;
const compiled = new Map<RuntimeExpression, CompiledExpression>();

/** Expressions come from contracts, so that the cache is bounded. Throws `SyntaxError` on anything else. */
export const compileExpression = (expression: RuntimeExpression): CompiledExpression => {
  const known = compiled.get(expression);
  if (known) return known;
  const match = shape.exec(expression);
  if (!match) throw new SyntaxError(`"${expression}" is not a runtime expression such as $message.payload#/id`);
  const path = (match[2] ?? "").split("/").slice(1);
  const result: CompiledExpression = {
    source: match[1] === "header" ? "header" : "payload",
    path: path.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~")),
  };
  compiled.set(expression, result);
  return result;
};

/** The value an expression points to, or undefined. Sees own properties only. */
export const evaluate = (expression: CompiledExpression, payload: unknown, headers: unknown): unknown => {
  let value = expression.source === "payload" ? payload : headers;
  for (const step of expression.path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return value;
};

/** A value as a key: text as it is, everything else as JSON. Undefined for null and nothing. */
export const keyText = (value: unknown): string | undefined => {
  if (typeof value === "string") return value === "" ? undefined : value;
  return value === undefined || value === null ? undefined : JSON.stringify(value);
};

/** A copy of `root` with `value` at `path`; `root` itself where the path leads through anything but objects. */
export const withValueAt = (root: unknown, path: readonly string[], value: unknown): unknown => {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (typeof root !== "object" || root === null || Array.isArray(root)) return root;
  const base = root as Readonly<Record<string, unknown>>;
  return { ...base, [step]: withValueAt((Object.hasOwn(base, step) ? base[step] : undefined) ?? {}, rest, value) };
};
