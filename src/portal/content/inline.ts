/** Short ways to write inline text. */
import type { Badge, Code, Inline, Tone } from "./model.js";

/** A name or value out of a document. */
export const code = (text: string): Code => ({ kind: "code", text });

export const badge = (tone: Tone, text: string): Badge => ({ kind: "badge", tone, text });

/** One after the other: `a, b, c`. */
export const listed = (parts: readonly (Inline | readonly Inline[])[], between = ", "): readonly Inline[] =>
  parts.flatMap((part, at) => [...(at === 0 ? [] : [between]), ...(isMany(part) ? part : [part])]);

const isMany = (part: Inline | readonly Inline[]): part is readonly Inline[] => Array.isArray(part);
