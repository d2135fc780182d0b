/**
 * Routing keys as far as a document knows them. A parameter stands for a part of one word: any text that is not empty and
 * has no dot in it; with an `enum`, for exactly those values, which may hold dots.
 */
import type { Parameter } from "../model.js";

/** A word of a key: text, or what its text must look like. */
export type KeyWord = string | RegExp;

export interface RoutingKey {
  /** As it stands in the document. */
  readonly text: string;
  /** Split at dots; an empty key has no words. */
  readonly words: readonly KeyWord[];
  /** Missing where the text is exactly the key. */
  readonly pattern?: RegExp;
}

/** The keys one message is routed by: its routing key, then its CC and BCC keys. */
export type KeySet = readonly RoutingKey[];

const placeholder = /\{([^{}]+)\}/g;

/** Above this many combinations of enum values, parameters count as free. */
const mostCombinations = 256;

/** A key without parameters. */
export function exactKey(text: string): RoutingKey {
  return { text, words: text === "" ? [] : text.split(".") };
}

/** A key in which every `{name}` is free. */
export function openKey(text: string): RoutingKey {
  const words = text === "" ? [] : text.split(".");
  if (text.search(placeholder) < 0) return { text, words };
  return { text, words: words.map((word) => (word.search(placeholder) < 0 ? word : patternOf(word))), pattern: patternOf(text) };
}

/** One set of keys for each combination of enum values; free parameters stay free. */
export function keySets(texts: readonly string[], parameters: readonly Parameter[]): readonly KeySet[] {
  let combinations: readonly (readonly string[])[] = [texts];
  for (const { name, enum: values } of parameters) {
    const used = values.length > 0 && texts.some((text) => text.includes(`{${name}}`));
    if (!used || combinations.length * values.length > mostCombinations) continue;
    combinations = combinations.flatMap((keys) => values.map((value) => keys.map((key) => key.replaceAll(`{${name}}`, () => value))));
  }
  return combinations.map((keys) => keys.map(openKey));
}

function patternOf(text: string): RegExp {
  const literals = text.split(placeholder).filter((_, index) => index % 2 === 0);
  return new RegExp(`^${literals.map(escapeText).join("[^.]+")}$`, "su");
}

function escapeText(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
