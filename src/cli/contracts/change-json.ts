import type { ChangeReport } from "./change-report.js";

/** One document: counts, and everything by consumer. Places are those of the text report. */
export const changeJson = ({ before, after, policy, ...report }: ChangeReport): string =>
  `${JSON.stringify({ version: 1, before, after, policy: policy ?? null, ...report }, null, 2)}\n`;
