import { languageOfPattern } from "./language/expression.js";
import type { Language } from "./language/language.js";

/** What is known of the strings of a format as a language: all of them and no others, or all of them among others. */
interface Known {
  readonly expression: string;
  readonly ignoreCase?: true;
  readonly exact: boolean;
}

const byte255 = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const date = "\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])";
const clock = "\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?";
const zone = "(?:[Zz]|[+\\-]\\d\\d(?::?\\d\\d)?)";

/** Written with the `u` flag; a test holds them against the formats themselves. */
export const knownLanguages: ReadonlyMap<string, Known> = new Map<string, Known>([
  ["uuid", { expression: "^(?:urn:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$", ignoreCase: true, exact: true }],
  ["ipv4", { expression: `^(?:${byte255}\\.){3}${byte255}$`, exact: true }],
  ["json-pointer", { expression: "^(?:/(?:[^~/]|~0|~1)*)*$", exact: true }],
  ["relative-json-pointer", { expression: "^(?:0|[1-9][0-9]*)(?:#|(?:/(?:[^~/]|~0|~1)*)*)$", exact: true }],
  ["duration", { expression: "^P(?!$)((\\d+Y)?(\\d+M)?(\\d+D)?(T(?=\\d)(\\d+H)?(\\d+M)?(\\d+S)?)?|(\\d+W)?)$", exact: true }],
  ["date", { expression: `^${date}$`, exact: false }],
  ["time", { expression: `^${clock}${zone}$`, exact: false }],
  ["iso-time", { expression: `^${clock}${zone}?$`, exact: false }],
  ["date-time", { expression: `^${date}[Tt\\s]${clock}${zone}$`, exact: false }],
  ["iso-date-time", { expression: `^${date}[Tt\\s]${clock}${zone}?$`, exact: false }],
  [
    "email",
    {
      expression:
        "^[a-z0-9!#$%&'*+/=?^_`{|}~\\-]+(?:\\.[a-z0-9!#$%&'*+/=?^_`{|}~\\-]+)*@(?:[a-z0-9](?:[a-z0-9\\-]*[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9\\-]*[a-z0-9])?$",
      ignoreCase: true,
      exact: true,
    },
  ],
  ["hostname", { expression: "^[a-z0-9](?:[a-z0-9.\\-]{0,252}[a-z0-9])?\\.?$", ignoreCase: true, exact: false }],
  ["ipv6", { expression: "^[0-9a-f:.]{2,45}$", ignoreCase: true, exact: false }],
  ["uri", { expression: "^[a-z][a-z0-9+.\\-]*:[\\x21-\\x7e]*$", ignoreCase: true, exact: false }],
  ["uri-reference", { expression: "^[\\x21-\\x7e]*$", exact: false }],
  ["url", { expression: "^(?:https?|ftp)://\\S+$", ignoreCase: true, exact: false }],
]);

/** Formats whose strings are all strings of another. */
const within: ReadonlyMap<string, readonly string[]> = new Map([
  ["date-time", ["iso-date-time"]],
  ["time", ["iso-time"]],
  ["uri", ["uri-reference"]],
]);

export const impliedFormats = (name: string): readonly string[] => within.get(name) ?? [];

/** A language that holds every string of the format. */
export function languageAround(name: string): Language | undefined {
  const known = knownLanguages.get(name);
  return known === undefined ? undefined : languageOfPattern(known.expression, known.ignoreCase === true);
}

/** The language of the format, where it is one. */
export const languageOf = (name: string): Language | undefined =>
  knownLanguages.get(name)?.exact === true ? languageAround(name) : undefined;

/** Strings that have a format, to try. */
export const formatExamples: ReadonlyMap<string, readonly string[]> = new Map([
  ["date-time", ["2026-01-31T12:00:00Z", "2026-01-31T12:00:00.123456789+01:00", "2024-02-29t23:59:60z"]],
  ["iso-date-time", ["2026-01-31T12:00:00", "2026-01-31T12:00:00Z"]],
  ["date", ["2026-01-31", "2024-02-29"]],
  ["time", ["12:00:00Z", "12:00:00.123456789+01:00"]],
  ["iso-time", ["12:00:00", "12:00:00Z"]],
  ["duration", ["P1D", "PT1H30M"]],
  ["uri", ["https://example.org/a?b=c#d", "urn:x:y", "mailto:a@example.org"]],
  ["uri-reference", ["/a/b", "https://example.org/", ""]],
  ["uri-template", ["/a/{b}", ""]],
  ["url", ["https://example.org/a", "ftp://example.org"]],
  ["email", ["a@example.org", "A.b+c@sub.example.org"]],
  ["hostname", ["example.org", "a", "example.org."]],
  ["ipv4", ["192.0.2.1"]],
  ["ipv6", ["2001:db8::1", "::"]],
  ["regex", ["a*", ""]],
  [
    "uuid",
    ["123e4567-e89b-12d3-a456-426614174000", "123E4567-E89B-12D3-A456-426614174000", "urn:uuid:123e4567-e89b-12d3-a456-426614174000"],
  ],
  ["json-pointer", ["/a", ""]],
  ["json-pointer-uri-fragment", ["#/a", "#"]],
  ["relative-json-pointer", ["0", "1/a", "0#"]],
  ["byte", ["YQ==", "YWFh", ""]],
]);
