import type { Fault, Finding } from "#compatibility";
import type { Location } from "#contract";
import { placeText, type Report, type ReportedProof } from "./report.js";
import { wayOf } from "./ways.js";

/** SARIF 2.1.0 (OASIS): one result for each fault and each finding, at the consumer's place, the producer's beside it. */
export function sarifOf({ proofs, findings }: Report): string {
  const results = [...proofs.flatMap((proof) => proof.faults.map((fault) => faultResult(proof, fault))), ...findings.map(findingResult)];
  const rules = [...new Set(results.map(({ ruleId }) => ruleId))].sort();
  const run = {
    tool: { driver: { name: "warren contracts", rules: rules.map((id) => ({ id, shortDescription: { text: titleOf(id) } })) } },
    columnKind: "utf16CodeUnits",
    results: results.map((result) => ({ ...result, ruleIndex: rules.indexOf(result.ruleId) })),
  };
  return `${JSON.stringify({ $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] }, null, 2)}\n`;
}

export const titleOf = (id: string): string => {
  const words = id.replaceAll("-", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

function faultResult(proof: ReportedProof, fault: Fault) {
  const { part, standing, reason, witness, producerAt, consumerAt } = fault;
  const shown = witness === undefined ? "" : ` Witness: ${JSON.stringify(witness)}`;
  const policy = proof.policy === undefined ? "" : `safe by policy ${proof.policy}, not proved: `;
  return {
    ruleId: part,
    level: proof.policy !== undefined ? "note" : standing === "broken" ? "error" : "warning",
    message: { text: `${proof.id}: ${policy}${reason} Way: ${wayOf(proof)}.${shown}` },
    locations: [locationOf(consumerAt)],
    relatedLocations: [{ id: 1, message: { text: "What is sent." }, ...locationOf(producerAt) }],
    partialFingerprints: { "proof/v1": `${proof.id} ${part} ${fault.pointer ?? ""}` },
    properties: { standing, ...(witness === undefined ? {} : { witness }) },
  };
}

function findingResult({ code, severity, message, at, also = [] }: Finding) {
  return {
    ruleId: code,
    level: severity,
    message: { text: message },
    locations: [locationOf(at)],
    relatedLocations: also.map((place, index) => ({ id: index + 1, message: { text: "Has to do with it." }, ...locationOf(place) })),
    partialFingerprints: { "finding/v1": `${code} ${placeText(at)}` },
  };
}

/** A path as a URI reference (RFC 3986). */
export const locationOf = ({ file, line, column }: Location) => ({
  physicalLocation: {
    artifactLocation: { uri: file.split("/").map(encodeURIComponent).join("/") },
    region: { startLine: line, startColumn: column },
  },
});
