/** A payload as blocks: what it is, then its fields; and values of it to copy. */
import type { Json } from "#contract";
import { listed } from "../../content/inline.js";
import type { Block, Field, Inline, Listing } from "../../content/model.js";
import { prose } from "./blocks.js";

/** The outermost level is told in a sentence where something is inside. */
export function fieldBlocks(tree: Field): readonly Block[] {
  const { type, constraints, description, within } = tree;
  if (within.length === 0) return [{ kind: "fields", fields: [tree] }];
  const phrases = [type, ...constraints].filter((phrase) => phrase.length > 0);
  return [...prose(description), { kind: "paragraph", text: sentence(listed(phrases, "; ")) }, { kind: "fields", fields: within }];
}

const sentence = ([first, ...rest]: readonly Inline[]): readonly Inline[] =>
  first === undefined ? [] : [typeof first === "string" ? `${first.slice(0, 1).toUpperCase()}${first.slice(1)}` : first, ...rest];

export const valueListing = (caption: string, value: Json): Listing => ({
  kind: "listing",
  language: "json",
  caption,
  text: JSON.stringify(value, undefined, 2),
});
