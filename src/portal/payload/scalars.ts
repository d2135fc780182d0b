import type { Json } from "#contract";
import { type Keywords, keywordOf, saidUnder } from "./shape.js";

/** Finds a text of which so much is asked that it cannot be made up. */
export type TextFinder = (asked: Keywords) => Json | undefined;

const placeholder = "text";
const longest = 10_000;

/** A text of the length, format and pattern that are asked for. */
export function textFor(parts: readonly Keywords[], find: TextFinder): Json | undefined {
  const least = Math.max(0, ...numbersUnder(parts, "minLength"));
  const most = Math.min(...numbersUnder(parts, "maxLength"), longest);
  const isFree = [...saidUnder(parts, "pattern"), ...saidUnder(parts, "format")].length === 0;
  if (isFree)
    return least > most
      ? undefined
      : placeholder
          .repeat(Math.ceil(Math.max(least, 1) / placeholder.length))
          .slice(0, Math.max(least, Math.min(most, placeholder.length)));
  const asked = parts
    .map((part) => picked(part, ["pattern", "format", "minLength", "maxLength"]))
    .filter((each) => Object.keys(each).length > 0);
  return find({ type: "string", ...(asked.length === 1 ? asked[0] : { allOf: asked }) });
}

/** The smallest number that is allowed, 1 where nothing is asked. */
export function numberFor(parts: readonly Keywords[], whole: boolean): number | undefined {
  const step = whole ? 1 : 0.5;
  const lower = Math.max(
    ...numbersUnder(parts, "minimum"),
    ...numbersUnder(parts, "exclusiveMinimum").map((bound) => (whole ? Math.floor(bound) + 1 : bound + step)),
  );
  const upper = Math.min(
    ...numbersUnder(parts, "maximum"),
    ...numbersUnder(parts, "exclusiveMaximum").map((bound) => (whole ? Math.ceil(bound) - 1 : bound - step)),
  );
  const wished = Number.isFinite(lower) ? lower : Math.min(1, upper);
  const [factor] = numbersUnder(parts, "multipleOf");
  if (factor !== undefined) return Math.ceil(wished / factor) * factor;
  return whole ? Math.ceil(wished) : wished;
}

const numbersUnder = (parts: readonly Keywords[], keyword: string): readonly number[] =>
  saidUnder(parts, keyword).filter((value) => typeof value === "number");

const picked = (part: Keywords, keywords: readonly string[]): Keywords =>
  Object.fromEntries(
    keywords.flatMap((keyword): [string, Json][] => {
      const value = keywordOf(part, keyword);
      return value === undefined ? [] : [[keyword, value]];
    }),
  );
