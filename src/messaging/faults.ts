import type { ValidationFault } from "./descriptors.js";

const mostFaults = 5;
const longestSentence = 1000;
const longestPart = 160;

/** Faults as one bounded sentence: places and rules, never the payload's values. */
export const describeFaults = (faults: readonly ValidationFault[] | null | undefined): string => {
  const distinct = [...new Set((faults ?? []).slice(0, 50).map(describeFault))];
  if (distinct.length === 0) return "does not match its schema";
  const rest = distinct.length - mostFaults;
  return bounded([...distinct.slice(0, mostFaults), ...(rest > 0 ? [`and ${rest} more`] : [])].join("; "), longestSentence);
};

const describeFault = ({ instancePath, keyword, params, message }: ValidationFault): string => {
  const place = instancePath === "" ? "the whole" : bounded(instancePath, longestPart);
  return `${place} ${bounded((message ?? `breaks ${keyword}`) + detail(keyword, params), longestPart)}`;
};

/** What the validator's own text leaves out; schema values and property names only. */
const detail = (keyword: string, params: Readonly<Record<string, unknown>>): string => {
  if (keyword === "enum") return `: ${JSON.stringify(params.allowedValues)}`;
  if (keyword === "const") return `: ${JSON.stringify(params.allowedValue)}`;
  if (keyword === "additionalProperties") return `: ${JSON.stringify(params.additionalProperty)}`;
  return "";
};

/** Text fit for a header or a log line: no control characters, at most `limit` UTF-8 bytes. */
export const bounded = (text: string, limit: number): string => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  const printable = text.slice(0, limit).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
  const bytes = Buffer.from(printable);
  if (text.length <= limit && bytes.length <= limit) return bytes.toString();
  return `${bytes
    .subarray(0, limit - 6)
    .toString()
    .replace(/\ufffd+$/, "")}…`;
};
