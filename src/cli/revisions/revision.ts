import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, posix, sep } from "node:path";
import { hasErrors } from "#codegen";
import { type ContractSet, readContracts } from "#contract";
import { cacheFolder } from "../documents.js";
import { printProblems, UsageError } from "../report.js";
import { openRepository, type Repository, type TreeEntry } from "./git.js";

/** The documents of a folder as they were at a git revision. */
export interface Revision {
  /** What the user called it. */
  readonly name: string;
  /** The commit's id. */
  readonly commit: string;
  /** Empty where the folder was not there or held no document. */
  readonly contracts: ContractSet;
  /** A temporary folder with what the revision has in the place of the one that was asked for. */
  readonly folder: string;
  /** Where that is in the repository, with `/`. */
  readonly inside: string;
  /** Removes the temporary folder. */
  close(): Promise<void>;
}

/**
 * Reads the documents of a folder at a revision, references to files elsewhere in the repository included. They are written to a temporary
 * folder; the repository is not touched. Throws a {@link UsageError} for a revision that does not exist, and for documents with errors,
 * which are printed as `<revision>:<file>:<line>:<column>`.
 */
export async function openRevision(path: string, name: string): Promise<Revision> {
  const repository = await openRepository(path);
  const inside = repository.prefix;
  if (inside === ".." || inside.startsWith("../")) throw new UsageError(`${path} is in no git repository.`);
  const commit = await repository.commit(name);
  const root = await realpath(await mkdtemp(join(tmpdir(), "warren-revision-")));
  const close = (): Promise<void> => rm(root, { recursive: true, force: true });
  try {
    await restore(repository, commit, root);
    const folder = join(root, inside);
    const contracts = checked(await readContracts(folder, { cacheFolder }), name, inside);
    return { name, commit, contracts, folder, inside, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function checked(contracts: ContractSet, name: string, prefix: string): ContractSet {
  const { problems } = contracts;
  if (!hasErrors(problems)) return contracts;
  if (problems.every(({ code, severity }) => code === "no-documents" || severity !== "error")) return { ...contracts, problems: [] };
  const errors = problems.filter(({ severity }) => severity === "error");
  printProblems(errors.map((problem) => ({ ...problem, file: `${name}:${posix.join(prefix, problem.file)}` })));
  throw new UsageError(`The documents at ${name} have errors; nothing can be held against them.`);
}

/** Every file that may be a document or be referred to by one, and links, as far as they lead to such inside the repository. */
async function restore(repository: Repository, commit: string, root: string): Promise<void> {
  const wanted = (await repository.list(commit)).filter(({ kind, path }) => (kind === "link" || isText(path)) && isInside(path));
  const contents = await repository.read(wanted.map(({ id }) => id));
  const at = async (kind: TreeEntry["kind"], write: (path: string, content: Buffer) => Promise<void>) => {
    for (const [index, entry] of wanted.entries()) {
      const path = join(root, entry.path);
      if (entry.kind !== kind) continue;
      await mkdir(dirname(path), { recursive: true });
      await write(path, contents[index] ?? Buffer.alloc(0));
    }
  };
  await at("file", (path, content) => writeFile(path, content));
  await at("link", (path, content) => link(path, content.toString(), root));
}

const isText = (path: string): boolean => /\.(?:ya?ml|json)$/i.test(path) && !/(?:^|\/)node_modules\//.test(path);

/** Git keeps no other paths; whoever made one by hand means no good. */
const isInside = (path: string): boolean => !path.split("/").some((part) => part === ".." || part === ".git" || part === "");

/** A link that leads nowhere, or out of the folder, is as good as none. */
async function link(path: string, target: string, root: string): Promise<void> {
  await symlink(target, path);
  const end = await realpath(path).catch(() => undefined);
  if (end === undefined || !`${end}${sep}`.startsWith(`${root}${sep}`)) await rm(path);
}
