// @ts-check
// Chromium: what tests open the docs and the portal with.
import { accessSync } from "node:fs";
import { findProgram } from "./find-program.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const onMac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/** The full path of an installed Chromium or Chrome. @param {NodeJS.ProcessEnv} [env] @returns {string | undefined} */
export const findBrowser = (env = process.env) => {
  const found = names.map((name) => findProgram(name, env)).find((path) => path !== undefined);
  if (found !== undefined || process.platform !== "darwin") return found;
  try {
    accessSync(onMac);
    return onMac;
  } catch {
    return undefined;
  }
};

/** @type {import("./test-package.mjs").TestPackage} */
export const browser = {
  name: "chromium",
  what: "Chromium",
  tests: "tests in a browser",
  usedThrough: "support/browser.js",
  find: findBrowser,
};
