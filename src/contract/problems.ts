import type { Location, Problem, Severity } from "./model.js";

/** Kinds of problems, root causes before what follows from them: the order in which problems of one severity are shown. */
const codes = [
  "no-documents",
  "unreadable-file",
  "yaml-syntax",
  "duplicate-key",
  "unsupported-version",
  "duplicate-application",
  "broken-ref",
  "circular-ref",
  "ignored-sibling",
  "unsupported-schema-format",
  "structure",
  "missing-binding",
  "unknown-key",
  "misplaced-key",
  "missing-key",
  "wrong-value",
  "wrong-channel-kind",
  "conflicting-declaration",
  "several-consumers",
  "name-collision",
  "unknown-keyword",
  "wrong-keyword-value",
  "invalid-regex",
  "unknown-format",
  "undeclared-required",
  "idle-keyword",
  "runtime-expression",
  "value-table",
  "idle-key",
  "lasting-queue",
  "shared-replies",
  "idle-pattern",
  "converted",
  "correlation",
] as const;

export type ProblemCode = (typeof codes)[number];

const rank: ReadonlyMap<string, number> = new Map(codes.map((code, index) => [code, index]));
const severities: readonly Severity[] = ["error", "warning", "note"];

/** Collects problems; the same one twice counts once. */
export class Problems {
  readonly #found = new Map<string, Problem>();

  add(severity: Severity, code: ProblemCode, location: Location, message: string): void {
    const problem: Problem = { severity, code, message, file: location.file, line: location.line, column: location.column };
    const key = formatProblem(problem);
    if (!this.#found.has(key)) this.#found.set(key, problem);
  }

  /** Errors first, root causes before consequences, then by place. Where there is a check of our own, the parser's words of the same place are left out. */
  sorted(): Problem[] {
    const found = [...this.#found.values()];
    const own = new Set(found.filter(({ severity, code }) => severity === "error" && code !== "structure").map(placeOf));
    const telling = found.filter((problem) => problem.code !== "structure" || !own.has(placeOf(problem)));
    return telling.sort(
      (a, b) =>
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        (rank.get(a.code) ?? codes.length) - (rank.get(b.code) ?? codes.length) ||
        compareText(a.file, b.file) ||
        a.line - b.line ||
        a.column - b.column ||
        compareText(a.message, b.message),
    );
  }
}

const placeOf = ({ file, line, column }: Location): string => `${file}:${line}:${column}`;

/** `file:line:column severity message` */
export function formatProblem(problem: Problem): string {
  return `${problem.file}:${problem.line}:${problem.column} ${problem.severity} ${problem.message}`;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
