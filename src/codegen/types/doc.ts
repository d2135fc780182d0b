import type { Json, SchemaNode } from "#contract";
import { listOf } from "./scope.js";

/** What a schema says beyond its type, as lines for a doc comment: description, then bounds and format, then tags. */
export function docOf(node: SchemaNode): readonly string[] {
  if (typeof node === "boolean") return [];
  const lines = [...textLines(node.description ?? sentenceTitle(node.title))];
  const facts = factsOf(node);
  if (facts.length > 0)
    addFacts(
      lines,
      `${facts.join(", ")}.`.replace(/^./, (first) => first.toUpperCase()),
    );
  if (node.deprecated === true) lines.push("@deprecated");
  if (node.default !== undefined) lines.push(...tag("default", node.default));
  const [example] = listOf(node.examples);
  if (example !== undefined) lines.push(...tag("example", example));
  return lines;
}

/** Facts go behind a description of one sentence, else on a line of their own. */
function addFacts(lines: string[], facts: string): void {
  const [first = ""] = lines;
  if (lines.length === 1 && /[.!?]$/.test(first) && first.length + facts.length < 110) lines[0] = `${first} ${facts}`;
  else lines.push(facts);
}

/** A comment as TypeScript source, without a trailing line break; empty when there is nothing to say. */
export function commentOf(lines: readonly string[], width: number): string {
  if (lines.length === 0) return "";
  const safe = lines.map(commentSafe);
  const single = `/** ${safe[0]} */`;
  if (safe.length === 1 && single.length <= width) return single;
  return ["/**", ...safe.map((line) => (line === "" ? " *" : ` * ${line}`)), " */"].join("\n");
}

/** Text that neither ends a comment nor hides what a reader sees (bidirectional and other control characters). */
function commentSafe(line: string): string {
  return line
    .replace(/\*\//g, "*\\/")
    .replace(
      /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu,
      (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
    );
}

function textLines(text: Json | undefined): readonly string[] {
  if (typeof text !== "string") return [];
  const lines = text.split(/\r\n|[\n\r\u2028\u2029\v\f]/).map((line) => line.replace(/\t/g, "  ").trimEnd());
  while (lines.at(-1)?.trim() === "") lines.pop();
  while (lines[0]?.trim() === "") lines.shift();
  return lines;
}

/** A title of several words reads as a description; a title of one word is only a name. */
function sentenceTitle(title: Json | undefined): string | undefined {
  return typeof title === "string" && /\S\s+\S/.test(title) ? title : undefined;
}

function tag(name: string, value: Json): readonly string[] {
  const text = JSON.stringify(value);
  return text.length > 100 ? [] : [`@${name} ${text}`];
}

const phrases: readonly (readonly [keyword: string, phrase: (value: string) => string])[] = [
  ["format", (value) => `format ${value}`],
  ["contentEncoding", (value) => `encoded as ${value}`],
  ["contentMediaType", (value) => `holds ${value}`],
  ["pattern", (value) => `pattern \`${value}\``],
  ["minimum", (value) => `at least ${value}`],
  ["exclusiveMinimum", (value) => `above ${value}`],
  ["maximum", (value) => `at most ${value}`],
  ["exclusiveMaximum", (value) => `below ${value}`],
  ["multipleOf", (value) => `a multiple of ${value}`],
  ["minLength", (value) => `at least ${counted(value, "character")}`],
  ["maxLength", (value) => `at most ${counted(value, "character")}`],
  ["minItems", (value) => `at least ${counted(value, "item")}`],
  ["maxItems", (value) => `at most ${counted(value, "item")}`],
  ["minProperties", (value) => `at least ${counted(value, "key")}`],
  ["maxProperties", (value) => `at most ${counted(value, "key")}`],
];

function counted(count: string, unit: string): string {
  return `${count} ${unit}${count === "1" ? "" : "s"}`;
}

function factsOf(node: { readonly [keyword: string]: Json }): string[] {
  const facts = node.type === "integer" ? ["a whole number"] : [];
  for (const [keyword, phrase] of phrases) {
    const value = node[keyword];
    if (typeof value === "string" || typeof value === "number") facts.push(phrase(textLines(String(value)).join(" ")));
  }
  if (node.uniqueItems === true) facts.push("no item twice");
  return facts;
}
