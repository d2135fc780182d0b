import { UsageError } from "./report.js";

/** Some editors begin a file with a byte order mark, which is no part of it. */
export const withoutMark = (text: string): string => text.replace(/^\uFEFF/, "");

/** The value of a JSON text. A {@link UsageError} names the place where the text stops being JSON. */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const { line, column, found } = faultPlace(text);
    throw new UsageError(`${name}:${line}:${column} is not JSON: ${found} cannot stand here.`);
  }
}

/** Where a text stops being JSON. Node's own messages say so only sometimes. */
export interface FaultPlace {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** What stands there, in words. */
  readonly found: string;
}

const token =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 forbids exactly these inside strings
  /[ \t\n\r]*(?:([{}[\]:,])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-]))/y;

/** What may come next: a value, a value or `]`, a key or `}`, a key, a colon, or what follows a value. */
type Expected = "value" | "first-item" | "first-key" | "key" | "colon" | "after";

/** The place of the first fault of a text that is not JSON (RFC 8259). */
export function faultPlace(text: string): FaultPlace {
  const open: string[] = [];
  let expected: Expected = "value";
  let at = 0;
  for (;;) {
    token.lastIndex = at;
    const match: RegExpExecArray | null = token.exec(text);
    const next: Expected | undefined = match === null ? undefined : step(expected, match[1] ?? (match[2] === undefined ? "v" : "s"), open);
    if (next === undefined) return place(text, at);
    expected = next;
    at = token.lastIndex;
  }
}

/** The state after a token, or undefined where the token cannot stand. `s` is a string, `v` any other scalar. */
function step(expected: Expected, token: string, open: string[]): Expected | undefined {
  const closing = token === "}" || token === "]";
  if (closing) {
    const fits = expected === "after" || (token === "]" && expected === "first-item") || (token === "}" && expected === "first-key");
    if (!fits || open.at(-1) !== (token === "}" ? "{" : "[")) return undefined;
    open.pop();
    return "after";
  }
  if (expected === "after") {
    if (token !== "," || open.length === 0) return undefined;
    return open.at(-1) === "{" ? "key" : "value";
  }
  if (expected === "colon") return token === ":" ? "value" : undefined;
  if (expected === "key" || expected === "first-key") return token === "s" ? "colon" : undefined;
  if (token === "{" || token === "[") {
    open.push(token);
    return token === "{" ? "first-key" : "first-item";
  }
  return token === "s" || token === "v" ? "after" : undefined;
}

function place(text: string, after: number): FaultPlace {
  const at = after + (/^[ \t\n\r]*/.exec(text.slice(after))?.[0].length ?? 0);
  const lines = text.slice(0, at).split("\n");
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, found: at >= text.length ? "the end" : JSON.stringify(character) };
}
