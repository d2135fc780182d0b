/** Strings on both sides of every limit of a pattern, a length or a format. Which side each is on, a validator tells. */
import { type AST, RegExpParser } from "@eslint-community/regexpp";

/** One string that a pattern matches, and those around its limits. */
export interface NearPattern {
  readonly plain: string;
  readonly near: readonly string[];
}

export function nearPattern(pattern: string): NearPattern {
  const tree = new RegExpParser().parsePattern(pattern, undefined, undefined, { unicode: true });
  const plain = plainOf(tree);
  return { plain, near: [...new Set([...nearOf(tree), `~${plain}`, `${plain}~`, ""])] };
}

/** What no class of our documents holds, so that it is mostly on the wrong side. */
const stranger = "~";

type Part = AST.Pattern | AST.Alternative | AST.Element | AST.QuantifiableElement;

/** The shortest match, more or less: the first alternative, the fewest repetitions. */
function plainOf(part: Part): string {
  switch (part.type) {
    case "Pattern":
    case "Group":
    case "CapturingGroup":
      return part.alternatives[0] === undefined ? "" : plainOf(part.alternatives[0]);
    case "Alternative":
      return part.elements.map(plainOf).join("");
    case "Quantifier":
      return plainOf(part.element).repeat(part.min);
    case "Character":
      return part.raw.startsWith("\\") ? String.fromCodePoint(part.value) : part.raw;
    case "CharacterSet":
      return setMembers(part).inside;
    case "CharacterClass":
      return classMembers(part).inside[0] ?? "";
    default:
      return "";
  }
}

function nearOf(part: Part): string[] {
  switch (part.type) {
    case "Pattern":
    case "Group":
    case "CapturingGroup":
      return part.alternatives.flatMap((each) => [plainOf(each), ...nearOf(each)]);
    case "Alternative":
      return part.elements.flatMap((element, at) => {
        const before = part.elements.slice(0, at).map(plainOf).join("");
        const after = part.elements
          .slice(at + 1)
          .map(plainOf)
          .join("");
        return nearOf(element).map((text) => before + text + after);
      });
    case "Quantifier":
      return nearQuantifier(part);
    case "Character":
      return [stranger, ""];
    case "CharacterSet":
      return [setMembers(part).inside, setMembers(part).outside, ""];
    case "CharacterClass": {
      const { inside, outside } = classMembers(part);
      return [...inside, ...outside, stranger, ""];
    }
    default:
      return [];
  }
}

/** One repetition too few, the fewest, one more, the most, one too many; and each repeated part near its own limits. */
function nearQuantifier({ element, min, max }: AST.Quantifier): string[] {
  const plain = plainOf(element);
  const most = Number.isFinite(max) ? [max - 1, max, max + 1] : [min + 3];
  const counts = [min - 1, min, min + 1, ...most].filter((count) => count >= 0);
  const rest = plain.repeat(Math.max(min - 1, 0));
  return [...counts.map((count) => plain.repeat(count)), ...nearOf(element).map((text) => text + rest)];
}

function setMembers(set: AST.CharacterSet): { readonly inside: string; readonly outside: string } {
  const of = { any: ["x", "\n"], digit: ["5", "x"], space: [" ", "x"], word: ["a", "-"], property: ["a", "5"] } as const;
  const [inside, outside] = of[set.kind];
  const negated = "negate" in set && set.negate;
  return negated ? { inside: outside, outside: inside } : { inside, outside };
}

/** The first and the last of every range, and their neighbours outside. */
function classMembers({ elements, negate }: AST.CharacterClass): {
  readonly inside: readonly string[];
  readonly outside: readonly string[];
} {
  const ranges = elements.flatMap((each): [number, number][] => {
    if (each.type === "Character") return [[each.value, each.value]];
    return each.type === "CharacterClassRange" ? [[each.min.value, each.max.value]] : [];
  });
  const holds = (code: number) => ranges.some(([from, to]) => from <= code && code <= to);
  const ends = ranges.flat();
  const beyond = ranges.flatMap(([from, to]) => [from - 1, to + 1]).filter((code) => code >= 32 && !holds(code));
  const [inside, outside] = [ends, beyond].map((codes) => [...new Set(codes)].map((code) => String.fromCodePoint(code)));
  return negate ? { inside: outside ?? [], outside: inside ?? [] } : { inside: inside ?? [], outside: outside ?? [] };
}

const byFormat: Readonly<Record<string, readonly string[]>> = {
  uuid: [
    "123e4567-e89b-42d3-a456-426614174000",
    "00000000-0000-0000-0000-000000000000",
    "123e4567-e89b-42d3-a456-42661417400",
    "123e4567e89b42d3a456426614174000",
    "a card",
  ],
  "date-time": [
    "2024-02-18T12:00:00Z",
    "2024-02-18T12:00:00.123+02:00",
    "2024-02-18T12:00:00",
    "2024-02-18",
    "2024-13-18T12:00:00Z",
    "12:00:00Z",
    "soon",
  ],
  "iso-date-time": [
    "2024-02-18T12:00:00",
    "2024-02-18T12:00:00.123+02:00",
    "2024-02-18T12:00:00Z",
    "2024-02-18",
    "2024-13-18T12:00:00",
    "soon",
  ],
  date: ["2024-02-18", "2024-02-30", "18.02.2024", "2024-02-18T12:00:00Z"],
  time: ["12:00:00Z", "12:00:00+02:00", "12:00:00", "25:00:00Z"],
  "iso-time": ["12:00:00", "12:00:00Z", "25:00:00"],
  duration: ["P1DT2H", "PT0S", "1 day"],
  email: ["somebody@example.org", "somebody@", "somebody"],
  hostname: ["host.example.org", "-host", "a host"],
  ipv4: ["192.0.2.1", "192.0.2.256", "192.0.2"],
  ipv6: ["2001:db8::1", "2001:db8::g", "192.0.2.1"],
  uri: ["https://example.org/a?b=c", "example.org/a", "a b"],
  "uri-reference": ["/a?b=c", "https://example.org/a", "a b\\"],
  regex: ["^a+$", "("],
  byte: ["aGFsbG8=", "aGFsbG8", "not base64!"],
  "json-pointer": ["/a/0", "a/0"],
};

/** Strings around what a format asks for, a fitting one first; undefined for a format that this file does not know. */
export const nearFormat = (format: string): readonly string[] | undefined => byFormat[format];

/** Lengths on both sides of the limits, of one letter that is repeated. */
export function nearLengths(least: number | undefined, most: number | undefined): readonly string[] {
  const lengths = [...(least === undefined ? [0] : [least - 1, least]), ...(most === undefined ? [] : [most, most + 1])];
  return lengths.filter((length) => length >= 0 && length <= longest).map((length) => "a".repeat(length));
}

const longest = 100_000;
