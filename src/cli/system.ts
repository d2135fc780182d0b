import { type ContractProofs, type Proof, proveContracts } from "#compatibility";
import { type ContractSet, createPlaces } from "#contract";
import { type System, survey } from "#portal";
import { readApis } from "./apis.js";
import { readAcceptances } from "./contracts/accepted-file.js";
import { readDocuments } from "./documents.js";
import { compareRevisions, type RevisionChanges } from "./revisions/compare.js";
import { placedFault, type Side } from "./revisions/places.js";

export interface SystemOptions {
  /** Folder of AsyncAPI documents. */
  readonly asyncapi: string;
  /** Folder of OpenAPI documents; it need not be there. */
  readonly openapi: string;
  readonly title: string;
  /** Git revisions whose changes are told: `A`, for A against the documents as they are, or `A..B`. */
  readonly against?: string | undefined;
}

/**
 * All that pages are made of: the documents read, proved, and compared with a git revision where one is asked for. Throws a
 * {@link UsageError} where something of it is not there, or has errors, which are printed.
 */
export async function readSystem({ asyncapi, openapi, title, against }: SystemOptions): Promise<System> {
  const contracts = await readDocuments(asyncapi);
  const proofs = await placedProofs(asyncapi, contracts);
  const changes = against === undefined ? {} : { changes: await changesOf(asyncapi, against) };
  return survey({ title, contracts, proofs, apis: await readApis(openapi), ...changes });
}

/** What a schema refuses is placed at its keyword; files stay below the folder, as everywhere in the documents. */
async function placedProofs(folder: string, contracts: ContractSet): Promise<ContractProofs> {
  const { proofs, findings } = proveContracts(contracts);
  const side: Side = { name: folder, find: createPlaces(folder, contracts.schemas), place: (location) => location };
  const placed = proofs.map(async (proof): Promise<Proof> => {
    const faults = await Promise.all(proof.faults.map((fault) => placedFault(fault, side, side)));
    return { ...proof, faults };
  });
  return { proofs: await Promise.all(placed), findings };
}

const changesOf = async (asyncapi: string, against: string): Promise<RevisionChanges> =>
  compareRevisions(asyncapi, against, {
    acceptances: await readAcceptances(undefined),
    today: new Date().toISOString().slice(0, 10),
  });
