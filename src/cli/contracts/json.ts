import type { Report } from "./report.js";

/** One document: the counts, every proof with its routes and faults, every finding. */
export const jsonOf = ({ summary, proofs, findings }: Report): string =>
  `${JSON.stringify({ version: 1, summary, proofs, findings }, null, 2)}\n`;
