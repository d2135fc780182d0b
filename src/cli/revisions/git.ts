import { spawn } from "node:child_process";
import { realpath } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { UsageError } from "../report.js";

/** A git repository, of which things are only read: neither its files nor its index are touched. */
export interface Repository {
  /** Where a folder stands in the repository, with `/` and without one at the ends; empty for all of it. */
  readonly prefix: string;
  /** The id of the commit that a revision names. Throws a {@link UsageError} where it names none. */
  commit(revision: string): Promise<string>;
  /** Every file of a commit. */
  list(commit: string): Promise<readonly TreeEntry[]>;
  /** The contents of files, in the order of their ids. */
  read(ids: readonly string[]): Promise<readonly Buffer[]>;
}

export interface TreeEntry {
  /** Inside the repository, with `/`. */
  readonly path: string;
  readonly id: string;
  readonly kind: "file" | "link";
}

/** The repository that a folder belongs to, also one that is no longer there. Throws a {@link UsageError} where there is none. */
export async function openRepository(folder: string): Promise<Repository> {
  const { there, rest } = await existing(resolve(folder));
  const top = await git(there, ["rev-parse", "--show-toplevel"]);
  if (top.code !== 0)
    throw new UsageError(top.err.includes("not a git repository") ? `${folder} is in no git repository.` : said("rev-parse", top));
  const root = await realpath(top.out.toString().replace(/\r?\n$/, ""));
  const prefix = relative(root, join(there, rest)).split(sep).join("/");
  return {
    prefix,
    commit: (revision) => commitOf(root, revision),
    async list(commit) {
      const { out } = await succeed(root, ["ls-tree", "-r", "-z", "--full-tree", commit]);
      return out.toString().split("\0").flatMap(entryOf);
    },
    async read(ids) {
      const { out } = await succeed(root, ["cat-file", "--batch"], ids.map((id) => `${id}\n`).join(""));
      return split(out, ids);
    },
  };
}

async function commitOf(root: string, revision: string): Promise<string> {
  // No revision begins so; it could only be meant as an option of git's.
  const { code, out } = revision.startsWith("-")
    ? missing
    : await git(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]);
  if (code === 0) return out.toString().trim();
  const shallow = await git(root, ["rev-parse", "--is-shallow-repository"]);
  const hint = shallow.out.toString().trim() === "true" ? "; this clone is shallow, and `git fetch --unshallow` gets the rest" : "";
  throw new UsageError(`The repository has no revision ${JSON.stringify(revision)}${hint}.`);
}

/** `<mode> <type> <id>\t<path>`; of submodules nothing is there. */
function entryOf(line: string): TreeEntry[] {
  const match = /^(\d+) blob ([0-9a-f]+)\t(.+)$/s.exec(line);
  if (match === null) return [];
  const [, mode = "", id = "", path = ""] = match;
  return [{ path, id, kind: mode === "120000" ? "link" : "file" }];
}

/** What `cat-file --batch` writes: a line with the size, as many bytes, a line feed. */
function split(out: Buffer, ids: readonly string[]): Buffer[] {
  let at = 0;
  return ids.map((id) => {
    const end = out.indexOf("\n", at);
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(out.toString("latin1", at, end))?.[1];
    if (size === undefined) throw new UsageError(`git cannot read the object ${id}.`);
    const start = end + 1;
    at = start + Number(size) + 1;
    return out.subarray(start, start + Number(size));
  });
}

interface Answer {
  readonly code: number | null;
  readonly out: Buffer;
  readonly err: string;
}

const missing: Answer = { code: 1, out: Buffer.alloc(0), err: "" };

async function succeed(folder: string, args: readonly string[], input = ""): Promise<Answer> {
  const answer = await git(folder, args, input);
  if (answer.code !== 0) throw new UsageError(said(args[0] ?? "", answer));
  return answer;
}

/** Git's own words: that a folder belongs to somebody else, for example. */
const said = (command: string, { err }: Answer): string => `git ${command} failed: ${err.split("\n", 1)[0] ?? ""}`;

/** Runs git in a folder. Inside a hook, git says by environment which repository is meant; here, the folder does. */
function git(folder: string, args: readonly string[], input = ""): Promise<Answer> {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, GIT_PREFIX: _prefix, ...env } = process.env;
  const child = spawn("git", [...args], { cwd: folder, env: { ...env, GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" } });
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => void out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => void err.push(chunk));
  // A git that ends early says so by its exit code.
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return new Promise((done, reject) => {
    child.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "ENOENT" ? new UsageError("git is not installed, and --against needs it.") : error),
    );
    child.once("close", (code) => done({ code, out: Buffer.concat(out), err: Buffer.concat(err).toString() }));
  });
}

/** The nearest folder that is there, and the rest of the path. */
async function existing(path: string): Promise<{ readonly there: string; readonly rest: string }> {
  const there = await realpath(path).catch(() => undefined);
  if (there !== undefined) return { there, rest: "" };
  if (dirname(path) === path) return { there: path, rest: "" };
  const above = await existing(dirname(path));
  return { there: above.there, rest: join(above.rest, basename(path)) };
}
