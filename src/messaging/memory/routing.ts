import type { Topology } from "../descriptors.js";

export type ExchangeDeclaration = Topology["exchanges"][number];
export type BindingDeclaration = Topology["bindings"][number];

/** Whether an exchange of this type passes a message on through a binding. */
export const matches = (
  type: ExchangeDeclaration["type"],
  binding: BindingDeclaration,
  routingKey: string,
  headers: Readonly<Record<string, unknown>>,
): boolean => {
  if (type === "fanout") return true;
  if (type === "direct") return binding.routingKey === routingKey;
  if (type === "topic") return topicMatches(binding.routingKey.split("."), routingKey.split("."));
  return headersMatch(binding.arguments, headers);
};

/** `*` stands for one word, `#` for any number of them. */
const topicMatches = (pattern: readonly string[], words: readonly string[]): boolean => {
  const [first, ...rest] = pattern;
  if (first === undefined) return words.length === 0;
  if (first === "#") return topicMatches(rest, words) || (words.length > 0 && topicMatches(pattern, words.slice(1)));
  return words.length > 0 && (first === "*" || first === words[0]) && topicMatches(rest, words.slice(1));
};

/** `x-match`: `all` (the default) or `any`, leaving keys that begin with `x-` out; the `-with-x` forms leave none out. */
const headersMatch = (wanted: BindingDeclaration["arguments"], headers: Readonly<Record<string, unknown>>): boolean => {
  const match = wanted["x-match"];
  const mode = typeof match === "string" ? match : "all";
  const keys = Object.keys(wanted).filter((key) => key !== "x-match" && (mode.endsWith("-with-x") || !key.startsWith("x-")));
  const holds = (key: string): boolean => key in headers && (wanted[key] === null || wanted[key] === headers[key]);
  return mode.startsWith("any") ? keys.some(holds) : keys.every(holds);
};
