/** JSON text line by line, one value or bracket on each, as it is written: numbers, escapes and doubled keys stay as they are. */
import { childPointer } from "../../payload/pointer.js";

export interface JsonLine {
  readonly depth: number;
  readonly text: string;
  /** JSON pointer to the value that begins here; missing on closing brackets. */
  readonly pointer?: string;
}

const deepest = 200;
const token = /[{}[\]:,]|"[^"\\]*(?:\\.[^"\\]*)*"|[^\s{}[\]:,"]+/g;

/** Undefined where the text is no JSON, or nests too deep to be shown so. */
export function jsonLines(text: string): readonly JsonLine[] | undefined {
  const bare = text.replace(/^\uFEFF/, "");
  try {
    JSON.parse(bare);
  } catch {
    return undefined;
  }
  const writer = new Writer();
  for (const [part] of bare.matchAll(token)) {
    writer.take(part);
    if (writer.depth > deepest) return undefined;
  }
  return writer.lines;
}

interface Level {
  readonly pointer: string;
  readonly isArray: boolean;
  index: number;
  key: string;
}

/** Takes the tokens of a text that is known to be JSON. */
class Writer {
  readonly lines: { depth: number; text: string; pointer?: string }[] = [];
  readonly #levels: Level[] = [];
  #key: string | undefined;

  get depth(): number {
    return this.#levels.length;
  }

  take(part: string): void {
    const level = this.#levels.at(-1);
    if (part === "{" || part === "[") this.#open(part, level);
    else if (part === "}" || part === "]") this.#close(part);
    else if (part === ",") this.#next(level);
    else if (part !== ":") this.#scalar(part, level);
  }

  #open(part: string, level: Level | undefined): void {
    const pointer = this.#write(part, level);
    this.#levels.push({ pointer, isArray: part === "[", index: 0, key: "" });
  }

  #close(part: string): void {
    this.#levels.pop();
    const last = this.lines.at(-1);
    const opened = part === "}" ? "{" : "[";
    // Nothing in it: on one line.
    if (last !== undefined && last.depth === this.depth && last.text.endsWith(opened)) last.text += part;
    else this.lines.push({ depth: this.depth, text: part });
  }

  #next(level: Level | undefined): void {
    const last = this.lines.at(-1);
    if (last !== undefined) last.text += ",";
    if (level?.isArray === true) level.index++;
  }

  #scalar(part: string, level: Level | undefined): void {
    if (level !== undefined && !level.isArray && this.#key === undefined) {
      this.#key = part;
      level.key = JSON.parse(part) as string;
    } else this.#write(part, level);
  }

  #write(part: string, level: Level | undefined): string {
    const pointer = level === undefined ? "" : childPointer(level.pointer, level.isArray ? level.index : level.key);
    this.lines.push({ depth: this.depth, text: this.#key === undefined ? part : `${this.#key}: ${part}`, pointer });
    this.#key = undefined;
    return pointer;
  }
}
