import type { Colors } from "picocolors/types.js";
import { endName, type Fault, type Finding } from "#compatibility";
import { placeText, type Report, type ReportedProof, resultOf, summaryText } from "./report.js";
import { kindsOfWays, wayOf } from "./ways.js";

type Paint = Pick<Colors, "green" | "red" | "yellow" | "dim" | "bold">;

/** The matrix of producers, messages and consumers, then each break with its witness and places, then the findings. */
export function textOf(report: Report, paint: Paint): string {
  const { proofs, findings, summary } = report;
  const details = proofs.filter(({ faults }) => faults.length > 0).flatMap((proof) => ["", ...proofLines(proof, paint)]);
  const noted = findings.length === 0 ? [] : ["", ...findings.map((finding) => findingLine(finding, paint))];
  return `${[...matrix(proofs, paint), ...details, ...noted, "", summaryText(summary)].join("\n")}\n`;
}

function matrix(proofs: readonly ReportedProof[], paint: Paint): string[] {
  if (proofs.length === 0) return ["No message of any document comes to a consumer."];
  const rows = proofs.map((proof) => [
    resultOf(proof),
    endName(proof.producer),
    proof.message,
    endName(proof.consumer),
    kindsOfWays(proof),
  ]);
  const head = ["", "producer", "message", "consumer", "queue"];
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
  return [paint.bold(line(head).trimEnd()), ...rows.map((row, at) => colour(resultAt(proofs, at), paint)(line(row).trimEnd()))];
}

type Result = ReturnType<typeof resultOf>;

const resultAt = (proofs: readonly ReportedProof[], at: number): Result => {
  const proof = proofs[at];
  return proof === undefined ? "unknown" : resultOf(proof);
};

const colour = (result: Result, { green, red, yellow }: Paint): ((text: string) => string) =>
  ({ proved: green, broken: red, unknown: yellow, "safe-by-policy": yellow })[result];

function proofLines(proof: ReportedProof, paint: Paint): string[] {
  const held = proof.policy === undefined ? proof.standing : `safe by policy ${proof.policy}, not proved`;
  const title = colour(resultOf(proof), paint)(`${held}: ${proof.id}`);
  return [title, `  way       ${wayOf(proof)}`, ...proof.faults.flatMap((fault) => faultLines(fault))];
}

/** One fault: its part and reason, the places of both sides, and the witness where there is one. */
export function faultLines({ part, reason, witness, producerAt, consumerAt }: Fault, indent = "  "): string[] {
  const lines = [
    `${part.padEnd(9)} ${reason}`,
    `producer  ${placeText(producerAt)}`,
    `consumer  ${placeText(consumerAt)}`,
    ...(witness === undefined ? [] : [`witness   ${JSON.stringify(witness)}`]),
  ];
  return lines.map((line) => `${indent}${line}`);
}

function findingLine({ at, severity, message, code }: Finding, { red, yellow, dim }: Paint): string {
  const paint = { error: red, warning: yellow, note: dim }[severity];
  return paint(`${placeText(at)} ${severity} ${message} [${code}]`);
}
