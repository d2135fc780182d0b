/** How wide text is, by a fixed table: no font is asked, so that a picture is the same wherever it is drawn. */

export interface Font {
  readonly size: number;
  /** Of one width for all letters. */
  readonly mono: boolean;
}

/** As style/flow.css sets them: names of exchanges and queues, names of applications, what stands below them, labels of lines. */
export const name: Font = { size: 12, mono: true };
export const title: Font = { size: 13, mono: false };
export const small: Font = { size: 10.5, mono: false };
export const code: Font = { size: 10.5, mono: true };
/** From one line of text to the next, in a node and in a label. */
export const nodeLine = 15;
export const labelLine = 13;

/** Widths as parts of the size, on the wide side of what common sans-serif fonts have. */
const narrow = new Set("iIjl.,:;'|!()[]{} ftr-/");
const wide = new Set("mwMW@%");

/** CSS pixels. */
export function textWidth(text: string, { size, mono }: Font): number {
  if (mono && ascii.test(text)) return text.length * column * size;
  return Array.from(text).reduce((sum, character) => sum + (mono ? columns(character) * column : proportional(character)), 0) * size;
}

const ascii = /^[ -~]*$/;
const column = 0.605;

const columns = (character: string): number => (isMark(character) ? 0 : isWide(character) ? 2 : 1);

function proportional(character: string): number {
  if (narrow.has(character)) return 0.38;
  if (wide.has(character)) return 0.95;
  if (ascii.test(character)) return /[A-Z]/.test(character) ? 0.74 : 0.62;
  if (isMark(character)) return 0;
  return isWide(character) ? 1.2 : 0.74;
}

const isMark = (character: string): boolean => /\p{M}|\p{Cf}/u.test(character);
const isWide = (character: string): boolean =>
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Extended_Pictographic}/u.test(character);

/** The text in at most `most` lines of at most `width` pixels, broken after `.`, `_`, `-`, `/` and spaces; what is too long loses its middle. */
export function wrap(text: string, font: Font, width: number, most: number): readonly string[] {
  const parts = text.match(/[^._\-/\s]*[._\-/\s]*/g)?.filter((part) => part !== "") ?? [];
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(last + part.trimEnd(), font) <= width) lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  const kept = lines.length > most ? [...lines.slice(0, most - 1), lines.slice(most - 1).join("")] : lines;
  return kept.map((line) => shorten(line.trim(), font, width));
}

/** Keeps both ends: the end of a queue's name tells what it is. */
export function shorten(text: string, font: Font, width: number): string {
  if (textWidth(text, font) <= width) return text;
  const characters = Array.from(text);
  const half = (keep: number): string =>
    `${characters.slice(0, Math.ceil(keep / 2)).join("")}…${characters.slice(characters.length - Math.floor(keep / 2)).join("")}`;
  let keep = Math.min(characters.length - 1, Math.floor(width / (font.size * 0.4)));
  while (keep > 2 && textWidth(half(keep), font) > width) keep--;
  return half(keep);
}
