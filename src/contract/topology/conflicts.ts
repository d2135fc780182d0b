import type { ContractSet, Json, Location, Problem } from "../model.js";
import { exchangeDeclarations, type Located, queueDeclarations, surveyNames } from "./declarations.js";
import type { ExchangeDeclaration, QueueDeclaration } from "./model.js";

type Kind = "exchange" | "queue";
type Declared = Located<ExchangeDeclaration | QueueDeclaration> & { readonly application: string };

/**
 * Exchanges and queues, delay and dead-letter queues included, that are declared in two ways: RabbitMQ answers the second
 * declaration with 406 and the application that makes it cannot start. One problem at each of the two places.
 * Two ways within one document are the reader's to report, unless one of them is derived.
 */
export function topologyConflicts(set: ContractSet): Problem[] {
  const names = surveyNames(set);
  const all = (
    declarations: (application: ContractSet["applications"][number]) => readonly Located<ExchangeDeclaration | QueueDeclaration>[],
  ) =>
    set.applications.flatMap((application) => declarations(application).map((declared) => ({ ...declared, application: application.id })));
  return [
    ...conflicts(
      "exchange",
      all((application) => exchangeDeclarations(application, names)),
    ),
    ...conflicts(
      "queue",
      all((application) => queueDeclarations(application, names)),
    ),
  ];
}

function conflicts(kind: Kind, all: readonly Declared[]): Problem[] {
  const problems: Problem[] = [];
  const firsts = new Map<string, { readonly first: Declared; reported: boolean }>();
  for (const declared of all) {
    // A borrowed exchange repeats what its owner's document says; the owner's conflict is enough.
    if (declared.origin === "borrowed") continue;
    const seen = firsts.get(declared.declaration.name);
    if (seen === undefined) {
      firsts.set(declared.declaration.name, { first: declared, reported: false });
      continue;
    }
    const { first } = seen;
    if (first.application === declared.application && first.origin === "document" && declared.origin === "document") continue;
    if (differences(first, declared).length === 0) continue;
    if (!seen.reported) problems.push(conflict(kind, first, declared));
    problems.push(conflict(kind, declared, first));
    seen.reported = true;
  }
  return problems;
}

function conflict(kind: Kind, here: Declared, there: Declared): Problem {
  const place = `${there.location.file}:${there.location.line}:${there.location.column}`;
  const derived = here.origin === "derived" ? ", which follows from this queue," : "";
  const what = differences(here, there).join("; ");
  return {
    ...pick(here.location),
    severity: "error",
    code: `conflicting-${kind}`,
    message: `The ${kind} "${here.declaration.name}"${derived} is declared differently by ${there.application} (${place}): ${what}. RabbitMQ refuses the second declaration.`,
  };
}

function differences(here: Declared, there: Declared): string[] {
  const [mine, theirs] = [traits(here.declaration), traits(there.declaration)];
  const keys = [...new Set([...mine.keys(), ...theirs.keys()])].sort();
  return keys
    .filter((key) => mine.get(key) !== theirs.get(key))
    .map((key) => `${key} is ${mine.get(key) ?? "not set"} here and ${theirs.get(key) ?? "not set"} there`);
}

/** Everything RabbitMQ compares, as text by name. To it a queue without a type is a classic one. */
function traits({ name: _, arguments: args, ...flags }: ExchangeDeclaration | QueueDeclaration): Map<string, string> {
  const type: [string, Json][] = "exclusive" in flags ? [["x-queue-type", "classic"]] : [];
  const all: [string, Json][] = [...Object.entries<Json>({ ...flags }), ...type, ...Object.entries(args)];
  return new Map(all.map(([key, value]) => [key, JSON.stringify(value)]));
}

function pick({ file, line, column }: Location): Location {
  return { file, line, column };
}
