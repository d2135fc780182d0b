// @ts-check
// Whether `generated/` is what the documents and the generator give. Answered from hashes, without loading the generator.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fingerprint } from "./fingerprint.mjs";

const inputs = ["asyncapi", "openapi", "src/codegen", "src/contract", "src/cli", "package-lock.json"];
const outputs = ["generated"];

/** The generator's command line. */
export const generatorArgs = ["--import", "tsx", "src/cli/main.ts", "generate"];

/** @param {string} root */
const stampFile = (root) => join(root, ".warren", "generated");

/** What the result depends on, as it is now. Taken before a run: an edit made during the run then makes it stale. @param {string} root */
export const inputsOf = (root) => fingerprint(root, inputs);

/** @param {string} root @param {string} inputsHash */
const stampOf = (root, inputsHash) => `${inputsHash} ${fingerprint(root, outputs)}`;

/** Whether the last run's inputs and outputs are still there unchanged. @param {string} root */
export const isGenerated = (root) => {
  try {
    return readFileSync(stampFile(root), "utf8") === stampOf(root, inputsOf(root));
  } catch {
    return false;
  }
};

/** Notes that the generator ran to its end on these inputs. @param {string} root @param {string} inputsHash */
export const noteGenerated = (root, inputsHash) => {
  const file = stampFile(root);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, stampOf(root, inputsHash));
  renameSync(`${file}.${process.pid}`, file);
};
