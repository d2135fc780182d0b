/** Systems made of a few applications, and flows in few words. */
import { proveContracts } from "#compatibility";
import type { Application, Schema } from "#contract";
import { type HttpApi, type System, survey } from "#portal";
import type { Flow } from "../../../src/portal/content/model.js";
import { contractSet, schema } from "../../support/contract-builders.js";

const anything = schema("payload", true);

export function systemOf(
  applications: readonly Application[],
  { schemas = [], apis = [] }: { schemas?: Schema[]; apis?: HttpApi[] } = {},
): System {
  const contracts = contractSet(applications, [anything, ...schemas]);
  return survey({ title: "Small", contracts, proofs: proveContracts(contracts), apis });
}

/** Each line as `from kind to`, with its label, and how it stands where that is not good. */
export const linesOf = ({ edges }: Flow): readonly string[] =>
  edges.map(({ from, to, kind, label, tone, mark }) =>
    [
      `${bare(from)} ${kind} ${bare(to)}`,
      ...(label === undefined ? [] : [`(${label.replaceAll("\n", " | ")})`]),
      ...(tone === "good" || tone === "plain" ? [] : [tone]),
      ...(mark === undefined ? [] : [`"${mark}"`]),
    ].join(" "),
  );

/** Names of the nodes. */
export const namesOf = ({ nodes }: Flow): readonly string[] => nodes.map(({ id }) => bare(id));

/** What nodes are marked with, by name. */
export const marksOf = ({ nodes }: Flow): Readonly<Record<string, string>> =>
  Object.fromEntries(nodes.flatMap(({ id, mark }) => (mark === undefined ? [] : [[bare(id), mark]])));

const bare = (id: string): string => id.replace(/^(application|exchange|queue):/, "");
