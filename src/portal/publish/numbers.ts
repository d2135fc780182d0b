/** Numbers that somebody wrote and that the runtime, which has doubles, would send as others. */
import { childPointer } from "../payload/pointer.js";
import type { DraftFault } from "./answers.js";

const token = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** Whether there are any; the text need not be JSON. For the page too. */
export const losesNumbers = (text: string): boolean => (text.match(token) ?? []).some(isLost);

/** A fault for each, with its place. `text` is JSON. */
export function lostNumbers(text: string): readonly DraftFault[] {
  const mark = crypto.randomUUID();
  const bare = text.replace(/^\uFEFF/, "");
  const marked = bare.replaceAll(token, (part) => (isLost(part) ? JSON.stringify(`${mark}${part}`) : part));
  return marked === bare ? [] : markedIn(JSON.parse(marked) as unknown, mark, "");
}

function markedIn(value: unknown, mark: string, pointer: string): readonly DraftFault[] {
  if (typeof value === "string") return value.startsWith(mark) ? [faultOf(value.slice(mark.length), pointer)] : [];
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.entries(value as Readonly<Record<string, unknown>>);
  return inside.flatMap(([name, inner]) => markedIn(inner, mark, childPointer(pointer, name)));
}

const faultOf = (written: string, pointer: string): DraftFault => ({
  part: "payload",
  pointer,
  sentence: `cannot be sent as it is written: it would become ${JSON.stringify(Number(written))}`,
});

/** No double is written longer. */
const longest = 400;

const isLost = (part: string): boolean =>
  !part.startsWith('"') && (part.length > longest || decimalOf(part) !== decimalOf(String(Number(part))));

const decimal = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/** The same for all ways to write the same number: `1.50`, `15e-1`. */
function decimalOf(text: string): string {
  const [written, sign = "", whole = "", part = "", power = "0"] = decimal.exec(text) ?? [];
  if (written === undefined) return text;
  const digits = `${whole}${part}`.replace(/^0+/, "");
  const bare = digits.replace(/0+$/, "");
  return bare === "" ? "0" : `${sign}${bare}e${Number(power) - part.length + digits.length - bare.length}`;
}
