/**
 * Which tests notice a broken document? The checks are those of `test/contracts`, under the names of their tests; they are asked here
 * without a broker and without services, which takes a fraction of a second.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { stringify } from "yaml";
import { type ContractSet, type Route, routeContracts } from "#contract";
import { readFolder } from "../../src/contract/read-folder.js";
import { apiDocument } from "../../test/contracts/http/api-document.js";
import type { RecordCheck } from "../../test/contracts/recorded/check.js";
import { httpChecks } from "../../test/contracts/recorded/http.js";
import { messagingChecks } from "../../test/contracts/recorded/messaging.js";
import { proofsOf } from "../../test/contracts/routes/proof.js";
import { titleOf } from "../../test/contracts/routes/titles.js";
import { allowTheSame, meanTheSame, type ReadApi } from "./equivalent.js";
import type { Kind, Mutant } from "./mutants.js";
import type { Tree } from "./tree.js";

/** Why a test fails. `reading`: the documents are refused; `proof`: a message is not taken, or documents contradict each other; `record`: something is not as agreed. */
export type Cause = "reading" | "proof" | "record";

export interface Killer {
  readonly cause: Cause;
  /** The test's name. */
  readonly test: string;
  readonly because: string;
}

export interface Verdict {
  /** Every test that fails on the mutant, and on the documents as they are does not. */
  readonly killers: readonly Killer[];
  /** Nobody can tell the mutant from the original. */
  readonly equivalent: boolean;
}

export interface Judge {
  judge(mutant: Mutant): Promise<Verdict>;
  /** Tests that fail without any mutant. */
  readonly failing: ReadonlySet<string>;
}

const recordsFolder = join("test", "contracts", "recorded", "fixtures");

type Documents = ReadonlyMap<string, Tree>;

/** `folder`: where changed documents are written. */
export async function createJudge(root: string, folder: string, documents: Readonly<Record<Kind, Documents>>): Promise<Judge> {
  const { asyncapi, openapi } = documents;
  for (const [file, tree] of asyncapi) write(join(folder, file), tree);
  const records = new Records(join(root, recordsFolder));
  const read = () => readSet(join(folder, "asyncapi"));
  const original = await read();
  const apis = new Map([...openapi].map(([file, tree]) => [file, readApi(file, tree)]));
  const asTheyAre = [...failuresOf(original, records), ...[...apis.values()].flatMap((api) => records.ofApi(api))];
  const failing = new Set(asTheyAre.map(({ test }) => test));
  const verdict = (failures: readonly Killer[], isSame: () => boolean): Verdict => {
    const killers = failures.filter(({ test }) => !failing.has(test));
    return { killers, equivalent: killers.length === 0 && isSame() };
  };
  const judgeApi = (file: string, tree: Tree): Verdict => {
    try {
      const [before, after] = [apis.get(file), readApi(file, tree)];
      return verdict(records.ofApi(after), () => before !== undefined && allowTheSame(before, after));
    } catch (error) {
      return verdict([{ cause: "reading", test: "the document can be read", because: String(error) }], () => false);
    }
  };
  return {
    failing,
    async judge({ kind, file, tree }) {
      if (kind === "openapi") return judgeApi(file, tree);
      const set = await withFile(join(folder, file), tree, asyncapi.get(file), read);
      return verdict(failuresOf(set, records), () => meanTheSame(original, set));
    },
  };
}

async function withFile<T>(path: string, tree: Tree, before: Tree | undefined, work: () => Promise<T>): Promise<T> {
  write(path, tree);
  try {
    return await work();
  } finally {
    if (before !== undefined) write(path, before);
  }
}

async function readSet(folder: string): Promise<ContractSet> {
  const { applications, schemas, problems, files } = await readFolder(folder);
  return { applications, schemas, problems: problems.sorted(), files };
}

const readApi = (file: string, tree: Tree): ReadApi => ({
  tree,
  api: apiDocument(file.replace(/^openapi\//, "").replace(/\.yaml$/, ""), tree),
});

function failuresOf(set: ContractSet, records: Records): readonly Killer[] {
  const errors = set.problems.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return errors.map(({ message }) => ({ cause: "reading", test: "the documents have no faults", because: message }));
  return [...failedProofs(set), ...records.failed("asyncapi", messagingChecks(set))];
}

function failedProofs(set: ContractSet): Killer[] {
  const { faultsOf, findings } = proofsOf(set);
  const routes = routeContracts(set).routes.flatMap((route: Route) =>
    faultsOf(route).map((because): Killer => ({ cause: "proof", test: titleOf(route), because })),
  );
  const contradictions = findings
    .filter(({ severity }) => severity === "error")
    .map(({ message }): Killer => ({ cause: "proof", test: "the documents contradict each other nowhere", because: message }));
  return [...routes, ...contradictions];
}

/** What was recorded, as the test that compares it sees it. */
class Records {
  readonly #folder: string;
  readonly #files: readonly string[];

  constructor(folder: string) {
    this.#folder = folder;
    this.#files = readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => posix.relative(folder, posix.join(entry.parentPath, entry.name)));
  }

  ofApi({ api }: ReadApi): Killer[] {
    return this.failed(`openapi/${api.id}`, httpChecks(api));
  }

  /** `below`: the part of the records that the checks are about. */
  failed(below: string, checks: readonly RecordCheck[]): Killer[] {
    const there = new Set(checks.map(({ file }) => file));
    const gone = this.#files.filter((file) => file.startsWith(`${below}/`) && !there.has(file));
    return [
      ...checks.flatMap((check) => this.#failed(check)),
      ...gone.map((file): Killer => ({ cause: "record", test: "nothing that was agreed is gone from the documents", because: file })),
    ];
  }

  #failed({ name, file, text, faults }: RecordCheck): Killer[] {
    const path = join(this.#folder, file);
    if (!existsSync(path)) return [{ cause: "record", test: name, because: "it is new" }];
    const recorded = readFileSync(path, "utf8");
    const [because] = faults(recorded);
    if (because !== undefined) return [{ cause: "record", test: name, because }];
    return text() === recorded ? [] : [{ cause: "record", test: name, because: "it is told apart by other samples now" }];
  }
}

function write(path: string, tree: Tree): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, stringify(tree, { aliasDuplicateObjects: false }));
}
