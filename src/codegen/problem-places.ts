import { isAbsolute, relative, resolve, sep } from "node:path";
import { join } from "node:path/posix";
import type { Problem } from "#contract";

/** Problems with places that can be opened from the working directory; until now they are relative to the folder that was read. */
export function placedBelow(folder: string, problems: readonly Problem[]): Problem[] {
  const inside = relative("", resolve(folder));
  const path = (inside.startsWith("..") && isAbsolute(folder) ? folder : inside).split(sep).join("/");
  return problems.map((problem) => ({ ...problem, file: join(path, problem.file) }));
}

const severities: readonly Problem["severity"][] = ["error", "warning", "note"];

/** Errors first; otherwise as they come. */
export const errorsFirst = (problems: readonly Problem[]): Problem[] =>
  problems.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
