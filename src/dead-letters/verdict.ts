/** What the contract says of a dead letter: its consumer's schema, the keyword that refuses it, and where both stand. */
import { type ValueFault, valueChecker } from "#codegen";
import { amqpTypeOf, type ContractSet, createPlaces, type FindPlace, type Location, type Message } from "#contract";
import { type Delivery, parseBody, senderHeaders } from "#messaging";
import { isQueue, type Reader, readersIn } from "./queues.js";

/** One way in which a letter breaks its contract. */
export interface LetterFault {
  readonly part: "body" | "headers";
  /** JSON pointer into that part; empty for the whole. */
  readonly pointer: string;
  readonly keyword: string;
  readonly sentence: string;
  /** Where the keyword stands; `file` is relative to the documents' folder. */
  readonly place?: Location;
}

export interface Verdict {
  /** True: its consumer's schema accepts it as it is. */
  readonly accepted: boolean;
  /** Who reads the queue; the one that failed, where several do. Missing where no document says. */
  readonly reader?: { readonly application: string; readonly operation: string };
  /** The message it was taken for, and where the documents describe it. */
  readonly message?: { readonly key: string; readonly contentType: string; readonly contentEncoding?: string; readonly place: Location };
  /** Why no schema could be held against it, one sentence. */
  readonly problem?: string;
  readonly faults: readonly LetterFault[];
}

/** Of a delivery, what a verdict depends on. */
export type Judged = Pick<Delivery, "body" | "contentType" | "contentEncoding" | "type" | "headers">;

/** Holds a letter against the schema of whoever reads `queue`. Never throws over the letter. */
export type Judge = (letter: Judged, queue: string, operation?: string) => Promise<Verdict>;

/** A letter with thousands of faults is told by its first. */
const mostFaults = 20;

export const createJudge = (set: ContractSet, folder: string): Judge => {
  const readers = readersIn(set);
  const place = createPlaces(folder, set.schemas);
  const checkers = new Map<string, (value: unknown) => ValueFault[]>();
  const check: Check = (value, schema) => {
    const checker = checkers.get(schema) ?? valueChecker(schema, set.schemas);
    checkers.set(schema, checker);
    return checker(value);
  };
  return async (letter, queue, operation) => {
    const all = readers.filter((reader) => isQueue(queue, reader.queue));
    const reader = all.find((each) => each.operation === operation) ?? all[0];
    if (reader === undefined) return refused(`No document says who reads the queue "${queue}", nor what it must be.`);
    const known = { reader: { application: reader.application, operation: reader.operation } };
    try {
      return { ...known, ...(await judge(letter, reader, check, place)) };
    } catch (error) {
      return { ...known, ...refused(error instanceof Error ? error.message : String(error)) };
    }
  };
};

type Check = (value: unknown, schemaId: string) => ValueFault[];

const refused = (problem: string): Verdict => ({ accepted: false, problem: sentence(problem), faults: [] });

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;

async function judge(letter: Judged, reader: Reader, check: Check, place: FindPlace): Promise<Verdict> {
  const payload = parseBody(letter);
  const chosen = choose(letter.type, payload, reader, check);
  if (typeof chosen === "string") return refused(chosen);
  const { key, contentType, contentEncoding, location, headers } = chosen;
  const found = [
    ...check(payload, chosen.payload).map((fault) => ({ part: "body" as const, fault })),
    ...(headers === undefined ? [] : checkHeaders(letter, headers, check)),
  ];
  const faults = await Promise.all(found.slice(0, mostFaults).map(({ part, fault }) => locate(part, fault, place)));
  const message = { key, contentType, ...(contentEncoding === undefined ? {} : { contentEncoding }), place: location };
  return { accepted: faults.length === 0, message, faults };
}

/** As the runtime does: the sender's own, or all of them. */
const checkHeaders = ({ headers }: Judged, schema: string, check: Check) => {
  const faults = check(senderHeaders(headers), schema);
  return faults.length === 0 || check(headers, schema).length === 0 ? [] : faults.map((fault) => ({ part: "headers" as const, fault }));
};

const locate = async (
  part: LetterFault["part"],
  { pointer, keyword, sentence: text, rule }: ValueFault,
  place: FindPlace,
): Promise<LetterFault> => {
  const found = await place(rule);
  return { part, pointer, keyword, sentence: text, ...(found === undefined ? {} : { place: found }) };
};

/** Which of the reader's messages it is: as its type says, else the only one, else the only one that fits, else the nearest. */
function choose(type: unknown, payload: unknown, { messages }: Reader, check: Check): Message | string {
  const keys = messages.map(amqpTypeOf).join(", ");
  if (type !== undefined && type !== "")
    return messages.find((message) => amqpTypeOf(message) === type) ?? `Its type ${JSON.stringify(type).slice(0, 100)} is none of ${keys}`;
  const [only] = messages;
  if (messages.length === 1 && only !== undefined) return only;
  const rated = messages.map((message) => ({ message, faults: check(payload, message.payload).length }));
  const fitting = rated.filter(({ faults }) => faults === 0);
  if (fitting.length > 1)
    return `It has no type, and ${fitting.map(({ message }) => message.key).join(", ")} all fit: the type has to tell`;
  const [nearest] = rated.sort((a, b) => a.faults - b.faults);
  return nearest?.message ?? "Its reader takes no messages";
}
