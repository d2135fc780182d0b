import { endName, type Fault, type Finding } from "#compatibility";
import { placeText, type Report, type ReportedProof, resultOf, summaryText } from "./report.js";
import { kindsOfWays, wayOf } from "./ways.js";

const marks = { proved: "✅ proved", broken: "❌ broken", unknown: "❔ unknown", "safe-by-policy": "☑️ safe by policy" } as const;

/** For a comment on a pull request, or a build's summary. */
export function markdownOf({ proofs, findings, summary }: Report): string {
  const matrix = [
    "| | producer | message | consumer | queue |",
    "| --- | --- | --- | --- | --- |",
    ...proofs.map((proof) =>
      row(
        marks[resultOf(proof)],
        code(endName(proof.producer)),
        code(proof.message),
        code(endName(proof.consumer)),
        cell(kindsOfWays(proof)),
      ),
    ),
  ];
  const details = proofs.filter(({ faults }) => faults.length > 0).flatMap(proofLines);
  const noted = findings.length === 0 ? [] : ["", "## Findings", "", ...findings.map(findingLine)];
  return `${["# Contracts", "", `${summaryText(summary)}.`, "", ...matrix, ...details, ...noted].join("\n")}\n`;
}

function proofLines(proof: ReportedProof): string[] {
  const policy = proof.policy === undefined ? "" : ` ${proof.policy}, not proved`;
  return ["", `## ${marks[resultOf(proof)]}${policy}: ${plain(proof.id)}`, "", plain(wayOf(proof)), ...proof.faults.flatMap(faultLines)];
}

/** One fault, with the places of both sides and the witness where there is one. */
export function faultLines({ part, reason, witness, producerAt, consumerAt }: Fault): string[] {
  const text = witness === undefined ? [] : ["", ...fenced(JSON.stringify(witness, null, 2))];
  return [
    "",
    `**${part}**: ${plain(reason)}`,
    "",
    `- producer: ${code(placeText(producerAt))}`,
    `- consumer: ${code(placeText(consumerAt))}`,
    ...text,
  ];
}

const findingLine = ({ severity, code: kind, message, at }: Finding): string =>
  `- **${severity}** ${code(kind)} ${code(placeText(at))}: ${plain(message)}`;

const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const cell = (text: string): string => plain(text).replaceAll("|", "\\|");

/** A text that Markdown shows as it is. */
export const plain = (text: string): string => text.replaceAll(/[\\`*_[\]<>#]/g, "\\$&");

/** As code, also where the text has backticks or stands in a table. */
export function code(text: string): string {
  const fence = "`".repeat(longestRun(text) + 1);
  const spaced = text.startsWith("`") || text.endsWith("`") ? ` ${text} ` : text;
  return `${fence}${spaced.replaceAll("|", "\\|")}${fence}`;
}

function fenced(text: string): string[] {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return [`${fence}json`, ...text.split("\n"), fence];
}

const longestRun = (text: string): number => Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
