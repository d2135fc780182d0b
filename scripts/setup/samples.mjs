// @ts-check
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** @typedef {(id: string) => string} UrlOf  where a service of this run listens */
/**
 * @typedef {object} Sample
 * @property {string} title
 * @property {(urlOf: UrlOf, signal: AbortSignal) => Promise<string>} run sends one thing through a group's services and tells what became of it
 * @property {(urlOf: UrlOf) => string[]} commands shell lines for the user to try
 */

/** The samples of the groups that have one: `scripts/samples/<group>.mjs`. @param {string} root @param {readonly string[]} groups @returns {Promise<Sample[]>} */
export const samplesOf = (root, groups) =>
  Promise.all(
    groups
      .map((group) => join(root, "scripts", "samples", `${group}.mjs`))
      .filter((file) => existsSync(file))
      .map(async (file) => (await import(pathToFileURL(file).href)).sample),
  );
