// @ts-check
// Installs the locked dependencies when node_modules lacks them: unpacks all, then compiles what is native. Runs before node_modules
// exists: Node's own modules only.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "./lock.mjs";
import { runOrFail } from "./run-command.mjs";
import { SetupError } from "./setup-error.mjs";

/** @typedef {{ version?: string, optional?: boolean, link?: boolean }} LockedPackage */

/** @param {string} file @returns {Record<string, LockedPackage> | undefined} */
const lockedPackages = (file) => {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return undefined;
  }
};

/** @param {string} root */
const stampFile = (root) => join(root, "node_modules", ".warren-installed");

/** What an installation depends on: the lock file, and the binary interface that native modules were compiled for. @param {string} root */
const wantedStamp = (root) => {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  return `${process.platform}-${process.arch}-${process.versions.modules} ${lock}`;
};

/** @param {string} root */
const installedStamp = (root) => {
  try {
    return readFileSync(stampFile(root), "utf8");
  } catch {
    return undefined;
  }
};

/** Whether what npm says it installed is what the lock file asks for. npm writes its own list last, so an interrupted run has none. @param {string} root */
const agreesWithLock = (root) => {
  const wanted = lockedPackages(join(root, "package-lock.json"));
  const installed = lockedPackages(join(root, "node_modules", ".package-lock.json"));
  if (wanted === undefined || installed === undefined) return false;
  const missing = Object.entries(wanted).some(
    ([path, { version, optional }]) => path !== "" && installed[path]?.version !== version && optional !== true,
  );
  return !missing && Object.keys(installed).every((path) => wanted[path] !== undefined);
};

/** The one package that does not work before it is compiled. */
const native = "node_modules/better-sqlite3";

/** @param {string} root */
const isCompiled = (root) =>
  lockedPackages(join(root, "package-lock.json"))?.[native] === undefined ||
  existsSync(join(root, native, "build", "Release", "better_sqlite3.node"));

/** Whether node_modules holds the locked dependencies, compiled for this Node. @param {string} root */
export const isInstalled = (root) => {
  const installed = installedStamp(root);
  const wanted = wantedStamp(root);
  if (installed === wanted) return true;
  const sameBinaries = installed === undefined || installed.split(" ")[0] === wanted.split(" ")[0];
  // Installed by hand with npm: as good as ours.
  return sameBinaries && agreesWithLock(root) && isCompiled(root);
};

const checkNode = () => {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new SetupError(`Warren needs Node 20.19 or newer; this is ${process.versions.node}.`);
};

/** @returns {[string, string[]]} the npm that runs us, else the one on the PATH */
const npm = () => {
  const script = process.env.npm_execpath;
  return script?.endsWith("npm-cli.js") === true ? [process.execPath, [script]] : ["npm", []];
};

/**
 * One step of an installation, which several runs do not take at once.
 * @param {string} root
 * @param {import("./steps.mjs").Steps} steps
 * @param {{ title: string, isDone: (root: string) => boolean, args: readonly string[], done?: () => void }} what
 */
const take = async (root, steps, { title, isDone, args, done = () => {} }) => {
  if (isDone(root)) return;
  await steps.run(title, async (step) => {
    await withLock(join(root, ".warren", "locks", "install"), async () => {
      if (isDone(root)) return step.note("another run has done it");
      const [command, first] = npm();
      await runOrFail(command, [...first, ...args, "--loglevel=error"], { cwd: root });
      done();
    });
  });
};

/** Brings the packages in node_modules up to date, and compiles none: enough for all that reads code and runs none of it. @param {string} root @param {import("./steps.mjs").Steps} steps */
export const unpack = async (root, steps) => {
  checkNode();
  const args = ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
  await take(root, steps, { title: "Installing dependencies", isDone: agreesWithLock, args });
};

/** Compiles what is native in the packages that are there. @param {string} root @param {import("./steps.mjs").Steps} steps */
export const compile = async (root, steps) => {
  const done = () => writeFileSync(stampFile(root), wantedStamp(root));
  // esbuild works without its script, which makes it start sooner.
  const args = ["rebuild", "better-sqlite3", "esbuild"];
  await take(root, steps, { title: "Compiling SQLite", isDone: isInstalled, args, done });
};

/** Brings node_modules up to date. Several runs at once wait for the first. @param {string} root @param {import("./steps.mjs").Steps} steps */
export const install = async (root, steps) => {
  await unpack(root, steps);
  await compile(root, steps);
};
