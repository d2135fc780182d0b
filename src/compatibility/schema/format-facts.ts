import { fullFormats } from "ajv-formats/dist/formats.js";
import { languageOfPattern } from "./language/expression.js";
import type { Language } from "./language/language.js";

/** What is known of the strings of a format: a language that holds all of them, one that holds nothing else. The same one where both are known. */
interface Known {
  readonly around: string;
  readonly inside?: string;
  readonly ignoreCase?: boolean;
}

const leapYear = "(?:\\d\\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)";
const date = `(?:\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))|${leapYear}-02-29)`;
const zone = "(?:[Zz]|[+\\-](?:[01]\\d|2[0-3])(?::?[0-5]\\d)?)";
/** Leap seconds, and hours past 23 that a zone makes right, are only in the wide one. */
const clock = "(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?";
const anyClock = "\\d\\d:\\d\\d:(?:[0-5]\\d|60)(?:\\.\\d+)?";

const between = (before: string, after: string): Known => ({
  around: `^${before}${anyClock}${after}$`,
  inside: `^${before}${clock}${after}$`,
});
const exactly = (expression: string): Known => ({ around: expression, inside: expression });

const written: readonly (readonly [string, Known])[] = [
  ["date", exactly(`^${date}$`)],
  ["time", between("", zone)],
  ["iso-time", between("", `${zone}?`)],
  ["date-time", between(`${date}[Tt\\s]`, zone)],
  ["iso-date-time", between(`${date}[Tt\\s]`, `${zone}?`)],
  ["url", { around: "^(?:[Hh][Tt][Tt][Pp][Ss]?|[Ff][Tt][Pp])://\\S+$" }],
];

/**
 * Formats that are one expression. They are written for code units; none of them tells the halves of a pair apart, so code points do as well.
 * A `u` flag with `i` folds more than ASCII: that one is left out.
 */
const single = Object.entries(fullFormats).flatMap(([name, format]): [string, Known][] =>
  format instanceof RegExp && !format.unicode ? [[name, { ...exactly(format.source), ignoreCase: format.ignoreCase }]] : [],
);

/** `uri` is `uri-reference` with a scheme in front. */
const uri = single.flatMap(([name, known]): [string, Known][] =>
  name === "uri-reference"
    ? [["uri", { ...exactly(`^(?=[a-z][a-z0-9+\\-.]*:[^?#"][^"]*$)${known.around.slice(1)}`), ignoreCase: true }]]
    : [],
);

/** A test holds these against the formats themselves. */
export const knownLanguages: ReadonlyMap<string, Known> = new Map([...written, ...single, ...uri]);

/** Formats whose strings are all strings of another. */
const within: ReadonlyMap<string, readonly string[]> = new Map([
  ["date-time", ["iso-date-time"]],
  ["time", ["iso-time"]],
  ["uri", ["uri-reference"]],
]);

export const impliedFormats = (name: string): readonly string[] => within.get(name) ?? [];

/** A language that holds every string of the format; undefined where none is known. */
export function languageAround(name: string): Language | undefined {
  const known = knownLanguages.get(name);
  return known === undefined ? undefined : languageOfPattern(known.around, known.ignoreCase === true);
}

/** A language all of whose strings have the format; undefined where none is known. */
export function languageInside(name: string): Language | undefined {
  const known = knownLanguages.get(name);
  return known?.inside === undefined ? undefined : languageOfPattern(known.inside, known.ignoreCase === true);
}

/** Strings that have a format, to try. */
export const formatExamples: ReadonlyMap<string, readonly string[]> = new Map([
  ["date-time", ["2026-01-31T12:00:00Z", "2026-01-31T12:00:00.123456789+01:00", "2026-12-31t23:59:60z", "2026-01-31 12:00:00+0100"]],
  ["iso-date-time", ["2026-01-31T12:00:00", "2026-01-31T12:00:00Z"]],
  ["date", ["2026-01-31", "2024-02-29"]],
  ["time", ["12:00:00Z", "12:00:00.123456789+01:00", "23:59:60Z"]],
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
