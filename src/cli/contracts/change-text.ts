import type { Colors } from "picocolors/types.js";
import { type EndChange, endName, type Migration, type Outcome, type PairChange, type WayChange } from "#compatibility";
import { plain } from "../report.js";
import { type ChangeReport, type ConsumerChanges, isTold } from "./change-report.js";
import { acceptanceFault, changeSummary, wayWords, withPolicy } from "./change-words.js";
import { placeText } from "./report.js";
import { faultLines } from "./text.js";

type Paint = Pick<Colors, "green" | "red" | "yellow" | "dim" | "bold">;
type Words = Pick<ChangeReport, "policy"> & { readonly paint: Paint };

/** By consumer, then what came and went, what is to be done on the broker, and acceptances that do not count. */
export function changeText(report: ChangeReport, paint: Paint): string {
  const words = { policy: report.policy, paint };
  const faults = report.acceptances.flatMap((use) => acceptanceFault(use) ?? []);
  const sections = [
    ...report.consumers.map((consumer) => consumerLines(consumer, words)),
    report.ends.map(endLine),
    ...report.migrations.map((migration) => migrationLines(migration, paint)),
    faults,
    [untold(report)],
    [changeSummary(report)],
  ];
  return sections
    .filter((lines) => lines.some((line) => line !== ""))
    .map((lines) => lines.map((line) => `${line}\n`).join(""))
    .join("\n");
}

const colour = (outcome: Outcome, { red, yellow, green, dim }: Paint): ((text: string) => string) => {
  if (outcome === "breaking") return red;
  if (outcome === "safe") return green;
  return outcome === "nothing-sent" ? dim : yellow;
};

function consumerLines({ consumer, outcome, pairs }: ConsumerChanges, words: Words): string[] {
  const told = pairs.filter(isTold);
  if (told.length === 0) return [];
  const title = `${words.paint.bold(consumer)}: ${colour(outcome, words.paint)(withPolicy(outcome, words.policy))}`;
  return [title, ...told.flatMap((pair) => pairLines(pair, words))];
}

function pairLines(pair: PairChange, words: Words): string[] {
  const change = pair.change === "none" ? "" : `, ${pair.change}`;
  return [
    plain(`  ${pair.message} from ${endName(pair.producer)}${change}`),
    ...pair.ways.flatMap((way) => wayLines(way, words)),
    ...(pair.advice === undefined ? [] : [`    ${pair.advice}`]),
  ];
}

function wayLines({ id, way, outcome, sentence, faults, acceptance }: WayChange, { policy, paint }: Words): string[] {
  const head = `    ${wayWords[way]}  ${colour(outcome, paint)(withPolicy(outcome, policy))}`;
  if (outcome === "safe") return [head];
  if (faults.length === 0) return [`${head}: ${plain(sentence)}`];
  const accepted =
    acceptance === undefined ? [] : [`      accepted until ${acceptance.expires}: ${acceptance.reason} (${placeText(acceptance.at)})`];
  const toAccept = outcome === "breaking" || outcome === "unknown" ? [`      id        ${id}`] : [];
  return [head, ...[...accepted, ...toAccept, ...faults.flatMap((fault) => faultLines(fault, "      "))].map(plain)];
}

const endLine = ({ change, kind, name, meaning, at }: EndChange): string =>
  plain(`${change} ${kind} ${name}: ${meaning} (${placeText(at)})`);

function migrationLines({ id, outcome, sentence, steps, oldAt, newAt, acceptance }: Migration, paint: Paint): string[] {
  const told = outcome === "safe" ? "to do" : outcome;
  return [
    `${colour(outcome === "safe" ? "accepted" : outcome, paint)(told)}: ${plain(sentence)}`,
    ...(outcome === "breaking" ? [`  id        ${plain(id)}`] : []),
    ...(acceptance === undefined ? [] : [`  accepted until ${acceptance.expires}: ${plain(acceptance.reason)}`]),
    `  before    ${placeText(oldAt)}`,
    ...(newAt === undefined ? [] : [`  after     ${placeText(newAt)}`]),
    ...steps.flatMap(({ text, command }, at) => [
      `  ${at + 1}. ${plain(text)}`,
      ...(command === undefined ? [] : [`     ${plain(command)}`]),
    ]),
  ];
}

function untold({ consumers }: ChangeReport): string {
  const rest = consumers.flatMap(({ pairs }) => pairs).filter((pair) => !isTold(pair));
  const broken = rest.filter(({ ways }) => ways.some(({ outcome }) => outcome === "broken-before" || outcome === "unknown-before")).length;
  const before = broken === 0 ? "" : `, ${broken} of them broken or unknown as before: npm run contracts tells`;
  return rest.length === 0
    ? ""
    : `Not touched: ${rest.length} of ${consumers.flatMap(({ pairs }) => pairs).length} pairs of producer and consumer${before}.`;
}
