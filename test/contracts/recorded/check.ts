import type { Json } from "#contract";
import { readSamples, type Samples, samplesText } from "./samples.js";

/** One thing that was recorded of a contract, and what the documents say of it now. */
export interface RecordCheck {
  /** A sentence that is true as long as nothing has changed; the name of its test. */
  readonly name: string;
  /** Its file below `test/contracts/recorded/fixtures`. */
  readonly file: string;
  /** What would be recorded now. */
  text(): string;
  /** Sentences about what has changed for those who rely on it; `recorded` is the file's text. */
  faults(recorded: string): readonly string[];
}

/** Samples: each is still judged as it was. */
export const sampleCheck = (name: string, file: string, samples: () => Samples, isAccepted: (value: Json) => boolean): RecordCheck => ({
  name,
  file,
  text: () => samplesText(samples()),
  faults(recorded) {
    const { accepted, refused } = readSamples(recorded);
    return [
      ...told(
        "refuses what it took",
        accepted.filter((value) => !isAccepted(value)),
      ),
      ...told("takes what it refused", refused.filter(isAccepted)),
    ];
  },
});

const told = (what: string, samples: readonly Json[]): string[] => {
  const [first, ...others] = samples;
  return first === undefined ? [] : [`${what}: ${brief(first)}${others.length === 0 ? "" : ` and ${others.length} more`}`];
};

/** Plain facts: each is still there, and as it was. */
export const factCheck = (name: string, file: string, facts: () => Json): RecordCheck => ({
  name,
  file,
  text: () => `${JSON.stringify(facts(), undefined, 2)}\n`,
  faults: (recorded) => differences(JSON.parse(recorded) as Json, JSON.parse(JSON.stringify(facts())) as Json, ""),
});

function differences(was: Json | undefined, is: Json | undefined, at: string): string[] {
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  if (isNode(was) && isNode(is)) {
    return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((key) => differences(was[key], is[key], `${at}/${key}`));
  }
  return [`${at} was ${brief(was)} and is ${brief(is)}`];
}

const brief = (value: Json | undefined): string => {
  const text = value === undefined ? "not there" : JSON.stringify(value);
  return text.length <= 300 ? text : `${text.slice(0, 300)}…`;
};

const isNode = (value: Json | undefined): value is { readonly [key: string]: Json } => typeof value === "object" && value !== null;
