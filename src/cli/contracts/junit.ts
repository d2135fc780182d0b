import type { Fault, Finding } from "#compatibility";
import { placeText, type Report, type ReportedProof, resultOf } from "./report.js";
import { wayOf } from "./ways.js";

/**
 * A test case for each proof and each finding that is an error: broken is a failure, what is not decided an error, so that no reader of
 * the file takes it for passed. Warnings and notes stand in the output of the suite.
 */
export function junitOf({ proofs, findings }: Report): string {
  const wrong = findings.filter(({ severity }) => severity === "error");
  const lesser = findings.filter(({ severity }) => severity !== "error");
  const failures = proofs.filter((proof) => resultOf(proof) === "broken").length + wrong.length;
  const errors = proofs.filter((proof) => resultOf(proof) === "unknown").length;
  const counts = `tests="${proofs.length + wrong.length}" failures="${failures}" errors="${errors}"`;
  const output = lesser.length === 0 ? [] : [`    <system-out>${xml(lesser.map(findingText).join("\n"))}</system-out>`];
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="contracts" ${counts}>`,
    `  <testsuite name="contracts" ${counts}>`,
    ...proofs.map(proofCase),
    ...wrong.map(findingCase),
    ...output,
    "  </testsuite>",
    "</testsuites>",
  ].join("\n")}\n`;
}

function proofCase(proof: ReportedProof): string {
  const head = `    <testcase classname="${xml(proof.producer.application)}" name="${xml(proof.id)}"`;
  if (proof.standing === "proved") return `${head}/>`;
  if (proof.policy !== undefined) return `${head}><system-out>Safe by policy ${proof.policy}; not proved.</system-out></testcase>`;
  const kind = proof.standing === "broken" ? "failure" : "error";
  const text = [wayOf(proof), ...proof.faults.flatMap(faultTexts)].join("\n");
  const message = proof.faults.map(({ reason }) => reason).join(" ");
  return `${head}><${kind} type="${proof.standing}" message="${xml(message)}">${xml(text)}</${kind}></testcase>`;
}

function faultTexts({ part, reason, witness, producerAt, consumerAt }: Fault): string[] {
  const places = [`producer: ${placeText(producerAt)}`, `consumer: ${placeText(consumerAt)}`];
  return [`${part}: ${reason}`, ...places, ...(witness === undefined ? [] : [`witness: ${JSON.stringify(witness)}`])];
}

function findingCase(finding: Finding): string {
  const head = `    <testcase classname="documents" name="${xml(`${finding.code} at ${placeText(finding.at)}`)}"`;
  return `${head}><failure type="${finding.code}" message="${xml(finding.message)}">${xml(findingText(finding))}</failure></testcase>`;
}

const findingText = ({ at, severity, message, code }: Finding): string => `${placeText(at)} ${severity} ${message} [${code}]`;

const names: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

/** Text for XML 1.0, which has no way to write most control characters and lone surrogates. */
export const xml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids exactly these
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Surrogate}]/gu, "\ufffd")
    .replaceAll(/[&<>"']/g, (character) => names[character] ?? character);
