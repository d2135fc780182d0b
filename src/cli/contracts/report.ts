/** What the reporters write about: proofs and findings, with places that can be opened. */
import { placedBelow } from "#codegen";
import type { ContractProofs, Fault, Finding, Proof } from "#compatibility";
import { type ContractSet, createPlaces, type FindPlace, type Location } from "#contract";

export interface Report extends ContractProofs {
  readonly summary: Summary;
}

export interface Summary {
  readonly proved: number;
  readonly broken: number;
  readonly unknown: number;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
}

/**
 * Places below the working directory instead of the folder that was read. What a schema refuses is placed at its keyword; without that,
 * at the schema.
 */
export async function reportOf(folder: string, set: ContractSet, { proofs, findings }: ContractProofs): Promise<Report> {
  const find = createPlaces(folder, set.schemas);
  const place = (location: Location): Location => placedBelow(folder, [location])[0] ?? location;
  const placed = proofs.map(async (proof): Promise<Proof> => {
    const faults = await Promise.all(proof.faults.map((fault) => preciseFault(fault, find)));
    return { ...proof, faults: faults.map((fault) => placedFault(fault, place)) };
  });
  return {
    proofs: await Promise.all(placed),
    findings: findings.map((finding) => placedFinding(finding, place)),
    summary: summaryOf(proofs, findings),
  };
}

export async function preciseFault(fault: Fault, find: FindPlace): Promise<Fault> {
  const { schema, pointer, side } = fault;
  if (schema === undefined || pointer === undefined) return fault;
  const own = pointer.slice(schema.length - schema.indexOf("#") - 1);
  const found = await find({ schema, pointer: own });
  if (found === undefined) return fault;
  return side === "producer" ? { ...fault, producerAt: found } : { ...fault, consumerAt: found };
}

const placedFault = (fault: Fault, place: (location: Location) => Location): Fault => ({
  ...fault,
  producerAt: place(fault.producerAt),
  consumerAt: place(fault.consumerAt),
});

function placedFinding(finding: Finding, place: (location: Location) => Location): Finding {
  const also = finding.also === undefined ? {} : { also: finding.also.map(place) };
  return { ...finding, at: place(finding.at), ...also };
}

function summaryOf(proofs: readonly Proof[], findings: readonly Finding[]): Summary {
  const standing = (wanted: Proof["standing"]): number => proofs.filter((proof) => proof.standing === wanted).length;
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
export const summaryText = ({ proved, broken, unknown, errors, warnings, notes }: Summary): string =>
  `${proved} proved, ${broken} broken, ${unknown} unknown; ${count(errors, "error")}, ${count(warnings, "warning")}, ${count(notes, "note")}`;

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
