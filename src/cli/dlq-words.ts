/** What `warren dlq` says. Names, reasons and bodies come from anybody: nothing of them may steer a terminal. */
import { isUtf8 } from "node:buffer";
import type { DeadLetterQueue, Letter, ReplayOutcome, ReplayReport, ShownLetter, Verdict } from "#dead-letters";
import { count, plain } from "./report.js";

export function queueLines(queues: readonly (DeadLetterQueue & { readonly depth: number | undefined })[]): string {
  if (queues.length === 0) return "The documents have no dead-letter queues.\n";
  const width = Math.max(...queues.map(({ name }) => name.length));
  const lines = queues.map(({ name, depth, from, readBy }) => {
    const sources = [...new Set(from.map(({ queue }) => queue))].join(", ");
    const read = readBy.length > 0 ? `; read by ${readBy.join(", ")}` : "";
    return `${name.padEnd(width)}  ${(depth === undefined ? "-" : String(depth)).padStart(6)}  from ${sources}${read}`;
  });
  const absent = queues.some(({ depth }) => depth === undefined)
    ? "-: RabbitMQ does not have it yet; its service has never been started.\n"
    : "";
  return `${lines.join("\n")}\n${absent}`;
}

/** One letter as one line of JSON: what a program needs. `body` is text where it is UTF-8, else `bodyBase64` has it. */
export function letterJson({ letter, body, headers, verdict }: ShownLetter): string {
  const content = isUtf8(body) ? { body: body.toString() } : { bodyBase64: body.toString("base64") };
  return JSON.stringify({ ...letter, ...(verdict === undefined ? {} : { verdict }), headers, ...content });
}

const longestBody = 4_000;

export function letterWords({ letter, body, verdict }: ShownLetter, place: number, folder: string): string {
  const text = isUtf8(body) ? plain(body.toString()) : `(not UTF-8, Base64) ${body.toString("base64")}`;
  const rest = text.length > longestBody ? `… (${body.length} bytes; all of it with --json)` : "";
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["id", letter.messageId === undefined ? `${letter.id} (it has none of its own)` : letter.id],
    ["type", letter.type],
    ["died", diedWords(letter)],
    ["why", letter.failure && `${letter.failure.code}: ${letter.failure.reason}`],
    ...letter.deaths.map((death): [string, string] => [
      "broker",
      `${death.reason} in ${death.queue}${death.count === undefined ? "" : `, ${count(death.count, "time")}`}${death.at === undefined ? "" : `, ${death.at}`}`,
    ]),
    ["published", letter.published && `to exchange "${letter.published.exchange}" with routing key "${letter.published.routingKey}"`],
    ["schema", verdictWords(verdict, folder)],
  ];
  const shown = rows.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(10)} ${plain(value)}`]));
  const faults = faultLines(verdict, folder).map((line) => `  ${"".padEnd(10)} ${line}`);
  return [`${place}.`, ...shown, ...faults, `  ${"body".padEnd(10)} ${text.slice(0, longestBody)}${rest}`, "", ""].join("\n");
}

function diedWords({ at, origin, operation, attempts }: Letter): string {
  const where = origin === undefined ? "it does not say where" : `in ${origin}`;
  const by = operation === undefined ? "" : `, operation ${operation}`;
  const tries = attempts === undefined ? "" : `, after ${count(attempts, "attempt")}`;
  return `${where}${by}${tries}${at === undefined ? "" : `, ${at}`}`;
}

function verdictWords(verdict: Verdict | undefined, folder: string): string | undefined {
  if (verdict === undefined) return undefined;
  const { reader, message, problem, accepted } = verdict;
  const who = reader === undefined ? "" : `${reader.application}, operation ${reader.operation}: `;
  if (problem !== undefined || message === undefined) return `${who}${problem ?? "nothing to hold it against"}`;
  return `${who}${message.key} (${placeText(message.place, folder)}) ${accepted ? "accepts it" : "refuses it:"}`;
}

const faultLines = (verdict: Verdict | undefined, folder: string): readonly string[] =>
  (verdict?.faults ?? []).map(({ part, pointer, sentence, keyword, place }) => {
    const where = pointer === "" ? `(whole ${part})` : part === "headers" ? `headers ${pointer}` : pointer;
    return plain(`${where} ${sentence} (${keyword})${place === undefined ? "" : ` ${placeText(place, folder)}`}`);
  });

const placeText = ({ file, line, column }: { file: string; line: number; column: number }, folder: string): string =>
  `${folder.replace(/\/$/, "")}/${file}:${line}:${column}`;

/** A line for each letter that needs one: all of a dry run, and what is refused. */
export function replayLine({ letter, result, to, reason, verdict }: ReplayOutcome, folder: string): string | undefined {
  if (result === "replayed") return undefined;
  const faults = faultLines(verdict, folder).map((line) => `  ${line}\n`);
  const id = plain(letter.id);
  if (result === "refused")
    return `refused ${id}: ${plain(reason ?? "")}${verdict?.problem === undefined ? "" : ` ${plain(verdict.problem)}`}\n${faults.join("")}`;
  const words =
    verdict?.accepted === true ? "its schema accepts it" : plain(verdict?.problem ?? "its schema refuses it, so it will fail again:");
  return `would go to ${plain(to ?? "")}: ${id}; ${words}\n${faults.join("")}`;
}

export function replayedLine(queue: string, { replayed, ready, refused, depth }: ReplayReport, dryRun: boolean): string {
  if (depth === 0) return `${queue} is empty.`;
  const done = dryRun
    ? `${count(ready, "message")} of ${depth} in ${queue} would be replayed`
    : `${count(replayed, "message")} of ${depth} in ${queue} replayed`;
  return `${done}${refused > 0 ? `, ${refused} refused` : ""}.`;
}

export const discardedLine = (queue: string, discarded: number, dryRun: boolean): string =>
  `${count(discarded, "message")} in ${queue} ${dryRun ? "would be " : ""}discarded.`;
