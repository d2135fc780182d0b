import { type EndChange, endName, type Migration, type Outcome, type PairChange, type WayChange } from "#compatibility";
import { type ChangeReport, type ConsumerChanges, isTold } from "./change-report.js";
import { acceptanceFault, changeSummary, wayWords, withPolicy } from "./change-words.js";
import { code, faultLines, plain } from "./markdown.js";
import { placeText } from "./report.js";

const marks = {
  breaking: "❌",
  unknown: "❔",
  accepted: "⚠️",
  "broken-before": "⚠️",
  "unknown-before": "❔",
  "safe-by-policy": "☑️",
  safe: "✅",
  "nothing-sent": "➖",
} as const satisfies Record<Outcome, string>;

/** For a comment on a pull request. */
export function changeMarkdown(report: ChangeReport): string {
  const faults = report.acceptances.flatMap((use) => acceptanceFault(use) ?? []);
  const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ["", `## ${title}`, "", ...lines]);
  return `${[
    "# Contract changes",
    "",
    `${plain(changeSummary(report))}.`,
    ...report.consumers.flatMap((consumer) => consumerLines(consumer, report.policy)),
    ...section("Came and went", report.ends.map(endLine)),
    ...section("To do on the broker", report.migrations.flatMap(migrationLines)),
    ...section(
      "Acceptances",
      faults.map((fault) => `- ${plain(fault)}`),
    ),
  ].join("\n")}\n`;
}

function consumerLines({ consumer, outcome, pairs }: ConsumerChanges, policy: ChangeReport["policy"]): string[] {
  const told = pairs.filter(isTold);
  if (told.length === 0) return [];
  const names = Object.values(wayWords).map((words) => words);
  const head = [`| message | from | ${names.join(" | ")} |`, `| --- | --- | ${names.map(() => "---").join(" | ")} |`];
  const rows = told.map((pair) => {
    const cells = pair.ways.map((way) => `${marks[way.outcome]} ${withPolicy(way.outcome, policy)}`);
    return `| ${code(pair.message)} | ${code(endName(pair.producer))} | ${cells.join(" | ")} |`;
  });
  return ["", `## ${marks[outcome]} ${plain(consumer)}`, "", ...head, ...rows, ...told.flatMap(pairLines)];
}

function pairLines({ ways, advice }: PairChange): string[] {
  return [...ways.filter(({ faults }) => faults.length > 0).flatMap(wayLines), ...(advice === undefined ? [] : ["", plain(advice)])];
}

function wayLines({ id, outcome, faults, acceptance }: WayChange): string[] {
  const accepted = acceptance === undefined ? [] : ["", plain(`Accepted until ${acceptance.expires}: ${acceptance.reason}`)];
  return ["", `### ${marks[outcome]} ${plain(id)}`, ...accepted, ...faults.flatMap(faultLines)];
}

const endLine = ({ change, kind, name, meaning, at }: EndChange): string =>
  `- ${change} ${kind} ${code(name)}: ${plain(meaning)} (${code(placeText(at))})`;

function migrationLines({ outcome, sentence, steps }: Migration): string[] {
  return [
    `- ${outcome === "safe" ? "" : `${marks[outcome]} `}${plain(sentence)}`,
    ...steps.map(({ text, command }, at) => `  ${at + 1}. ${plain(text)}${command === undefined ? "" : ` ${code(command)}`}`),
  ];
}
