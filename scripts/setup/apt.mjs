// @ts-check
// Installs a package with apt, on Debian and Ubuntu, as root or with a sudo that asks nothing.
import { spawn, spawnSync } from "node:child_process";
import { findProgram } from "./find-program.mjs";

// A policy of 101 keeps a package from starting the machine's own server. An existing policy is left as it is.
const script = `set -e
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\\nexit 101\\n' > "$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "$1"
`;

/** The command that may install packages here, or undefined. @param {NodeJS.ProcessEnv} env @returns {string[] | undefined} */
export const findInstaller = (env) => {
  const shell = findProgram("sh", env);
  if (shell === undefined || findProgram("apt-get", env) === undefined) return undefined;
  if (process.getuid?.() === 0) return [shell];
  const sudo = findProgram("sudo", env);
  const allowed = sudo !== undefined && spawnSync(sudo, ["--non-interactive", "true"], { stdio: "ignore" }).status === 0;
  return allowed ? [sudo, "--non-interactive", shell] : undefined;
};

/** Rejects with the end of what apt said. @param {string[]} installer @param {string} name the package @returns {Promise<void>} */
export const installPackage = ([command = "", ...args], name) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, [...args, "-c", script, "install", name], { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`apt-get could not install ${name}:\n${output.trimEnd().split("\n").slice(-15).join("\n")}`));
    });
  });
