// @ts-check
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** @param {string} file */
const isExecutable = (file) => {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
};

/** The folders of PATH, each with the `sbin` beside its `bin`: Debian and Homebrew keep servers there, and an ordinary user's PATH lacks it. @param {NodeJS.ProcessEnv} env @returns {string[]} */
const programFolders = (env) => {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...new Set(folders.flatMap((folder) => [folder, folder.replace(/\/bin$/, "/sbin")]))];
};

/** The full path of an installed program. @param {string} name @param {NodeJS.ProcessEnv} [env] @returns {string | undefined} */
export const findProgram = (name, env = process.env) =>
  programFolders(env)
    .map((folder) => join(folder, name))
    .find(isExecutable);

/**
 * A script of RabbitMQ's that any user may run. Debian's own in /usr/sbin insist on root or `rabbitmq`; those they wrap do not.
 * @param {string} name @param {NodeJS.ProcessEnv} [env]
 * @returns {string | undefined}
 */
export const findRabbitProgram = (name, env = process.env) =>
  programFolders(env)
    .flatMap((folder) => [join(folder, "../lib/rabbitmq/bin", name), join(folder, name)])
    .find(isExecutable);

/** The script that starts RabbitMQ. @param {NodeJS.ProcessEnv} [env] @returns {string | undefined} */
export const findRabbitServer = (env = process.env) => findRabbitProgram("rabbitmq-server", env);
