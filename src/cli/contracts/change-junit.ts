import type { Fault, Migration, Outcome, WayChange } from "#compatibility";
import type { ChangeReport } from "./change-report.js";
import { acceptanceFault, changeSummary } from "./change-words.js";
import { xml } from "./junit.js";
import { placeText } from "./report.js";

/**
 * A test case for each way of each pair, and for each migration: breaking is a failure, unknown an error; accepted, and broken before, are
 * skipped with the reason; what is safe by policy says so. Acceptances that do not count, and what is to be done on the broker, stand in the output of the suite.
 */
export function changeJunit(report: ChangeReport): string {
  const ways = report.consumers.flatMap(({ consumer, pairs }) => pairs.flatMap((pair) => pair.ways.map((way) => ({ consumer, way }))));
  const sent = ways.filter(({ way }) => way.outcome !== "nothing-sent");
  const { summary } = report;
  const skipped = summary.accepted + summary["broken-before"] + summary["unknown-before"];
  const tests = sent.length + report.migrations.length;
  const counts = `tests="${tests}" failures="${summary.breaking}" errors="${summary.unknown}" skipped="${skipped}"`;
  const output = [changeSummary(report), ...report.acceptances.flatMap((use) => acceptanceFault(use) ?? [])].join("\n");
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="contract changes" ${counts.replace(/ skipped="\d+"/, "")}>`,
    `  <testsuite name="contract changes" ${counts}>`,
    ...sent.map(({ consumer, way }) => wayCase(consumer, way)),
    ...report.migrations.map(migrationCase),
    `    <system-out>${xml(output)}</system-out>`,
    "  </testsuite>",
    "</testsuites>",
  ].join("\n")}\n`;
}

const tagOf: Readonly<Partial<Record<Outcome, string>>> = {
  breaking: "failure",
  unknown: "error",
  accepted: "skipped",
  "broken-before": "skipped",
  "unknown-before": "skipped",
};

function wayCase(consumer: string, { id, outcome, sentence, faults, acceptance }: WayChange): string {
  const accepted = acceptance === undefined ? "" : `Accepted until ${acceptance.expires}: ${acceptance.reason} `;
  return testCase(consumer, { name: id, outcome, message: `${accepted}${sentence}`, text: faults.map(faultText).join("\n") });
}

function migrationCase({ id, outcome, sentence, steps, acceptance }: Migration): string {
  const accepted = acceptance === undefined ? "" : `Accepted until ${acceptance.expires}: ${acceptance.reason} `;
  const text = steps.map(({ text: step, command }) => (command === undefined ? step : `${step}\n${command}`)).join("\n");
  return testCase("migrations", { name: id, outcome, message: `${accepted}${sentence}`, text });
}

interface Case {
  readonly name: string;
  readonly outcome: Outcome;
  readonly message: string;
  readonly text: string;
}

function testCase(group: string, { name, outcome, message, text }: Case): string {
  const head = `    <testcase classname="${xml(group)}" name="${xml(name)}"`;
  const tag = tagOf[outcome];
  if (outcome === "safe-by-policy") return `${head}><system-out>${xml(message)}</system-out></testcase>`;
  if (tag === undefined) return `${head}/>`;
  if (tag === "skipped") return `${head}><skipped message="${xml(message)}"/></testcase>`;
  return `${head}><${tag} type="${outcome}" message="${xml(message)}">${xml(text)}</${tag}></testcase>`;
}

function faultText({ part, reason, witness, producerAt, consumerAt }: Fault): string {
  const lines = [`${part}: ${reason}`, `producer: ${placeText(producerAt)}`, `consumer: ${placeText(consumerAt)}`];
  return [...lines, ...(witness === undefined ? [] : [`witness: ${JSON.stringify(witness)}`])].join("\n");
}
