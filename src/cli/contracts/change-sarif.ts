import type { Fault, Migration, WayChange } from "#compatibility";
import type { Location } from "#contract";
import type { ChangeReport } from "./change-report.js";
import { acceptanceFault, wayWords } from "./change-words.js";
import { placeText } from "./report.js";
import { locationOf, titleOf } from "./sarif.js";

/**
 * SARIF 2.1.0 (OASIS): one result for each fault that is breaking, unknown or accepted, and for each migration. A result stands at a place
 * of the new documents; what is in the old ones is told in its text. What is accepted is a suppressed result.
 */
export function changeSarif(report: ChangeReport): string {
  const ways = report.consumers.flatMap(({ pairs }) => pairs.flatMap((pair) => pair.ways));
  const results = [
    ...ways
      .filter(({ outcome }) => ["breaking", "unknown", "accepted"].includes(outcome))
      .flatMap((way) => way.faults.map((fault) => faultResult(way, fault))),
    ...report.migrations.map(migrationResult),
    ...report.acceptances.flatMap((use) => {
      const text = acceptanceFault(use);
      return text === undefined ? [] : [result("acceptance", use.use === "expired" ? "error" : "warning", text, use.acceptance.at)];
    }),
  ];
  const rules = [...new Set(results.map(({ ruleId }) => ruleId))].sort();
  const run = {
    tool: { driver: { name: "warren contracts --against", rules: rules.map((id) => ({ id, shortDescription: { text: titleOf(id) } })) } },
    columnKind: "utf16CodeUnits",
    results: results.map((each) => ({ ...each, ruleIndex: rules.indexOf(each.ruleId) })),
  };
  return `${JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }, null, 2)}\n`;
}

function faultResult(
  { id, way, outcome, acceptance }: WayChange,
  { part, standing, reason, witness, producerAt, consumerAt, pointer }: Fault,
) {
  const shown = witness === undefined ? "" : ` Witness: ${JSON.stringify(witness)}`;
  const text = `${id} (${wayWords[way]}): ${reason} Producer: ${placeText(producerAt)}. Consumer: ${placeText(consumerAt)}.${shown}`;
  return {
    ...result(`change-${part}`, standing === "broken" ? "error" : "warning", text, way === "new-to-old" ? producerAt : consumerAt),
    partialFingerprints: { "change/v1": `${id} ${part} ${pointer ?? ""}` },
    properties: { outcome, ...(witness === undefined ? {} : { witness }) },
    ...suppressed(acceptance),
  };
}

function migrationResult({ id, kind, outcome, sentence, newAt, oldAt, acceptance }: Migration) {
  const text = `${sentence} Before: ${placeText(oldAt)}.`;
  return {
    ...result(`migration-${kind}`, outcome === "safe" ? "note" : "error", text, newAt),
    partialFingerprints: { "change/v1": id },
    ...suppressed(acceptance),
  };
}

const suppressed = (acceptance: WayChange["acceptance"]) =>
  acceptance === undefined ? {} : { suppressions: [{ kind: "external", status: "accepted", justification: acceptance.reason }] };

/** What is only in the old documents has no place in the new ones. */
const result = (ruleId: string, level: "error" | "warning" | "note", text: string, at: Location | undefined) => ({
  ruleId,
  level,
  message: { text },
  locations: at === undefined ? [] : [locationOf(at)],
});
