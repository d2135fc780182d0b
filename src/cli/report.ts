import picocolors from "picocolors";
import { formatProblem, type Problem } from "#contract";

/** The command was asked something that makes no sense: exit code 2. Its message is one plain sentence. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** An error as one plain sentence. With `WARREN_TRACE` set, where it came from too: for those who mend the tool itself. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return `Failed: ${String(error)}.`;
  if (process.env.WARREN_TRACE !== undefined && error.stack !== undefined) return error.stack;
  return error.message.split("\n", 1)[0] ?? "Failed.";
}

/** Prints problems to standard error, one a line: `file:line:column severity message`. */
export function printProblems(problems: readonly Problem[]): void {
  const colors = picocolors.createColors(process.stderr.isTTY && picocolors.isColorSupported);
  const paint = { error: colors.red, warning: colors.yellow, note: colors.dim };
  for (const problem of problems) process.stderr.write(`${paint[problem.severity](formatProblem(problem))}\n`);
}

/** `1 file`, `2 files` */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;

/** Seconds with one decimal place: `1.2 s`. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Control characters written out, line ends included. */
export const plain = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`);
