/**
 * Text without what no page should hold: halves of characters, control characters, and those that turn the writing direction of
 * whatever follows, so that a name could pass for another. U+FFFD stands in their place.
 */
export const printable = (text: string): string =>
  suspicious.test(text) ? text.replace(/\p{Surrogate}/gu, "\ufffd").replace(unprintable, "\ufffd") : text;

const controls = String.raw`\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069`;
const unprintable = new RegExp(`[${controls}]`, "g");
/** Those, and anything that is written as two halves: a quick look, since hardly a text has any. */
const suspicious = new RegExp(String.raw`[${controls}\ud800-\udfff]`);

/** The same for JSON, which can write each of them as an escape: what is copied is still what it was. */
export const printableJson = (json: string): string =>
  json.replace(
    /\p{Surrogate}|[\x7f-\x9f\u202a-\u202e\u2066-\u2069]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
