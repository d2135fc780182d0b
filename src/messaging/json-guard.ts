import { MessagingError } from "./errors.js";

/**
 * True if the text nests objects and arrays deeper than `limit`. Looks at characters only, so that it may run before parsing and
 * cannot run out of stack.
 */
export const nestsDeeperThan = (text: string, limit: number): boolean => {
  // Nearly every message has fewer brackets than it may have levels, and `indexOf` counts those eight times faster.
  if (countUpTo(text, "{", limit) + countUpTo(text, "[", limit) <= limit) return false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === quote) at = endOfString(text, at);
    else if (char === openBrace || char === openBracket) {
      if (++depth > limit) return true;
    } else if (char === closeBrace || char === closeBracket) depth--;
  }
  return false;
};

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d];

const countUpTo = (text: string, char: string, limit: number): number => {
  let count = 0;
  for (let at = text.indexOf(char); at !== -1 && count <= limit; at = text.indexOf(char, at + 1)) count++;
  return count;
};

/** Where the string that opens at `from` closes; the text's length if it does not. */
const endOfString = (text: string, from: number): number => {
  for (let at = from + 1; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === backslash) at++;
    else if (char === quote) return at;
  }
  return text.length;
};

/** True if a parsed form of this text could hold a key that {@link refuseForbiddenKeys} refuses; an escape may hide one. */
export const mayHoldForbiddenKeys = (text: string): boolean =>
  text.includes("__proto__") || text.includes("constructor") || text.includes("\\u");

/**
 * Throws `invalid` on a key that could reach an object's prototype when handlers copy or merge: `__proto__`, and
 * `constructor` over `prototype`. Names the place, not the value.
 */
export const refuseForbiddenKeys = (root: unknown): void => {
  const open: { value: unknown; path: string }[] = [{ value: root, path: "" }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, path } = next;
    if (typeof value !== "object" || value === null) continue;
    for (const key of Object.keys(value)) {
      const child = (value as Readonly<Record<string, unknown>>)[key];
      const place = `${path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      if (isForbidden(key, child)) throw new MessagingError("invalid", `body holds the forbidden key ${place.slice(0, 200)}`);
      if (typeof child === "object" && child !== null) open.push({ value: child, path: place });
    }
  }
};

const isForbidden = (key: string, child: unknown): boolean =>
  key === "__proto__" || (key === "constructor" && typeof child === "object" && child !== null && Object.hasOwn(child, "prototype"));
