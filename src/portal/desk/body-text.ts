/** The body of a letter, which may be anything, as text that can be shown. */
import { isUtf8 } from "node:buffer";
import type { BodyAnswer } from "./answers.js";

/** Longest text that is shown, and that can be edited; bytes. */
export const mostText = 256 * 1024;
const mostBinary = 1024;

export function bodyText(body: Buffer): BodyAnswer {
  const bytes = body.length;
  if (!isUtf8(body)) {
    const shown = Math.min(bytes, mostBinary);
    return { kind: "binary", text: hexadecimal(body.subarray(0, shown)), bytes, shown };
  }
  const text = beginning(body, mostText);
  return { kind: "text", text, bytes, shown: bytes <= mostText ? bytes : Buffer.byteLength(text) };
}

/** The first bytes of UTF-8 as text; a character that is cut is left out. */
const beginning = (body: Buffer, most: number): string =>
  new TextDecoder("utf-8", { ignoreBOM: true }).decode(body.subarray(0, most), { stream: true });

/** 16 bytes a line: where they stand, what they are, and those that are printable ASCII as text. */
const hexadecimal = (bytes: Buffer): string =>
  Array.from({ length: Math.ceil(bytes.length / 16) }, (_, line) => {
    const part = bytes.subarray(line * 16, line * 16 + 16);
    const digits = [...part].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const text = [...part].map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
    return `${(line * 16).toString(16).padStart(6, "0")}  ${digits.padEnd(47)}  ${text}`;
  }).join("\n");
