/** What the reporters write about: proofs and findings, with places that can be opened. */
import type { ContractProofs, Finding, Policy, Proof, Standing } from "#compatibility";
import type { ContractSet, Location } from "#contract";
import { folderSide, placedFault } from "../revisions/places.js";

export interface Report {
  readonly summary: Summary;
  readonly proofs: readonly ReportedProof[];
  readonly findings: readonly Finding[];
}

export interface ReportedProof extends Proof {
  /** What must be assumed for it to hold, where it is not proved without. */
  readonly policy?: Policy;
}

/** Proofs that hold under a policy only. */
export interface ByPolicy {
  readonly policy: Policy;
  readonly ids: ReadonlySet<string>;
}

export interface Summary {
  readonly proved: number;
  readonly broken: number;
  readonly unknown: number;
  /** Broken or unknown, and safe by a policy; there where a policy was asked for. */
  readonly safeByPolicy?: number;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
}

/**
 * Places below the working directory instead of the folder that was read. What a schema refuses is placed at its keyword; without that,
 * at the schema.
 */
export async function reportOf(
  folder: string,
  set: ContractSet,
  { proofs, findings }: ContractProofs,
  byPolicy?: ByPolicy,
): Promise<Report> {
  const side = folderSide(folder, set.schemas);
  const placed = proofs.map(async (proof): Promise<ReportedProof> => {
    const faults = await Promise.all(proof.faults.map((fault) => placedFault(fault, side, side)));
    const policy = byPolicy?.ids.has(proof.id) ? { policy: byPolicy.policy } : {};
    return { ...proof, ...policy, faults };
  });
  const reported = await Promise.all(placed);
  const summary = summaryOf(reported, findings);
  return {
    proofs: reported,
    findings: findings.map((finding) => placedFinding(finding, side.place)),
    summary: byPolicy === undefined ? summary : { ...summary, safeByPolicy: byPolicy.ids.size },
  };
}

function placedFinding(finding: Finding, place: (location: Location) => Location): Finding {
  const also = finding.also === undefined ? {} : { also: finding.also.map(place) };
  return { ...finding, at: place(finding.at), ...also };
}

/** How a proof came out; `safe-by-policy` is not proved. */
export const resultOf = ({ standing, policy }: ReportedProof): Standing | "safe-by-policy" =>
  policy === undefined ? standing : "safe-by-policy";

function summaryOf(proofs: readonly ReportedProof[], findings: readonly Finding[]): Summary {
  const standing = (wanted: Standing): number => proofs.filter((proof) => resultOf(proof) === wanted).length;
  const severity = (wanted: Finding["severity"]): number => findings.filter((finding) => finding.severity === wanted).length;
  return {
    proved: standing("proved"),
    broken: standing("broken"),
    unknown: standing("unknown"),
    errors: severity("error"),
    warnings: severity("warning"),
    notes: severity("note"),
  };
}

/** 0: all is proved; 1: something is broken or an error; 2: something is not decided. */
export function exitCodeOf({ broken, errors, unknown }: Summary): 0 | 1 | 2 {
  if (broken + errors > 0) return 1;
  return unknown > 0 ? 2 : 0;
}

/** `asyncapi/orders/order.yaml:12:5` */
export const placeText = ({ file, line, column }: Location): string => `${file}:${line}:${column}`;

/** `17 proved, 1 broken, 0 unknown; 0 errors, 2 warnings, 0 notes` */
export const summaryText = ({ proved, broken, unknown, safeByPolicy, errors, warnings, notes }: Summary): string =>
  `${proved} proved, ${broken} broken, ${unknown} unknown${safeByPolicy === undefined ? "" : `, ${safeByPolicy} safe by policy`}; ${count(errors, "error")}, ${count(warnings, "warning")}, ${count(notes, "note")}`;

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
