/** A git repository of a test's own, in a folder that is gone after the test. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "./folder.js";

export interface GitRepository {
  readonly folder: string;
  git(...args: readonly string[]): string;
  /** Writes files, and removes those that are given as undefined; commits what is in the folder then. Gives the commit's id. */
  commit(files: Readonly<Record<string, string | undefined>>): string;
  /** The same without the commit. */
  write(files: Readonly<Record<string, string | undefined>>): void;
}

/** Nothing of whoever runs the tests is asked: no configuration, no hooks, no signing. */
const settings = {
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_SYSTEM: "/dev/null",
  ...{ GIT_AUTHOR_NAME: "Test", GIT_AUTHOR_EMAIL: "test@example.org", GIT_COMMITTER_NAME: "Test", GIT_COMMITTER_EMAIL: "test@example.org" },
};

export function gitRepository(folder = temporaryFolder()): GitRepository {
  const git = (...args: readonly string[]): string =>
    execFileSync("git", [...args], { cwd: folder, env: { ...process.env, ...settings }, encoding: "utf8", stdio: "pipe" }).trim();
  const write: GitRepository["write"] = (files) => {
    for (const [name, text] of Object.entries(files)) {
      const path = join(folder, name);
      if (text === undefined) rmSync(path);
      else {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
      }
    }
  };
  git("init", "--quiet", "--initial-branch=main");
  return {
    folder,
    git,
    write,
    commit(files) {
      write(files);
      git("add", "--all");
      git("commit", "--quiet", "--allow-empty", "--message=Change");
      return git("rev-parse", "HEAD");
    },
  };
}
