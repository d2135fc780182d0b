import { isAbsolute, relative, resolve, sep } from "node:path";
import { join } from "node:path/posix";
import { formatProblem, type Location, type Problem } from "#contract";

/** Problems with places that can be opened from the working directory; until now they are relative to the folder that was read. */
export function placedBelow<Placed extends Location>(folder: string, problems: readonly Placed[]): Placed[] {
  const inside = relative("", resolve(folder));
  const path = (inside.startsWith("..") && isAbsolute(folder) ? folder : inside).split(sep).join("/");
  return problems.map((problem) => ({ ...problem, file: join(path, problem.file) }));
}

const severities: readonly Problem["severity"][] = ["error", "warning", "note"];

/** Errors first; otherwise as they come. What several applications have from one shared file counts once. */
export const arrange = (problems: readonly Problem[]): Problem[] =>
  [...new Map(problems.map((problem) => [formatProblem(problem), problem])).values()].sort(
    (a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity),
  );
