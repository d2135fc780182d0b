// @ts-check
// npm test: everything, from a fresh clone. npm test -- <vitest arguments>: only those tests, without the other checks.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { browser } from "./setup/browser.mjs";
import { foreignClient } from "./setup/foreign-client.mjs";
import { compile, unpack } from "./setup/install.mjs";
import { ownedFolder } from "./setup/owned.mjs";
import { runShown } from "./setup/run-command.mjs";
import { runToEnd } from "./setup/shutdown.mjs";
import { createSteps } from "./setup/steps.mjs";
import { installForTests, isNeeded } from "./setup/test-package.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");
const filter = process.argv.slice(2);
const steps = createSteps();

/** @param {string} title @param {readonly string[]} args @returns {Promise<boolean>} whether it passed */
const stage = async (title, args) => {
  steps.say(`▸ ${title}`);
  return (await runShown(process.execPath, args, { cwd: root })) === 0;
};

/** @param {string} file vitest's own report @returns {{ passed: number, failed: number }} */
const countsIn = (file) => {
  try {
    const { numPassedTests, numFailedTests, success } = JSON.parse(readFileSync(file, "utf8"));
    // A file that cannot even be loaded has no tests to fail.
    return { passed: numPassedTests, failed: numFailedTests || (success ? 0 : 1) };
  } catch {
    return { passed: 0, failed: 1 };
  }
};

/** @param {string} report */
const vitestArgs = (report) => [
  join("node_modules", "vitest", "vitest.mjs"),
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
  ...filter,
];

/**
 * Gets what some of the tests asked for need. Chromium is big: it is used where it is, and installed only where `WARREN_TEST_BROWSER=always`
 * says so, as continuous integration does; it must be there then.
 */
const prepare = async () => {
  const client = !isNeeded(foreignClient, root, filter) || (await installForTests(foreignClient, steps));
  if (!isNeeded(browser, root, filter)) return client;
  if (process.env.WARREN_TEST_BROWSER === "always")
    return (await installForTests(browser, steps)) && browser.find() !== undefined && client;
  if (browser.find() === undefined) steps.say(`The ${browser.tests} are skipped: there is no Chromium here (package ${browser.name}).`);
  return client;
};

await runToEnd(async (atEnd) => {
  // Neither needs the other, and apt is not left half-way.
  const preparing = prepare();
  await unpack(root, steps).finally(() => preparing);
  const prepared = await preparing;
  const folder = ownedFolder(join(root, ".warren", "test"));
  atEnd(folder.remove);
  const report = join(folder.path, "report.json");
  // A failing check does not hide what the tests would say: everything runs, and all of it must pass.
  const check = async () => filter.length > 0 || (await stage("Checks (npm run check)", ["scripts/check.mjs"]));
  // Checking runs nothing that is compiled.
  const [checked] = await Promise.all([check(), compile(root, steps)]);
  const current =
    filter.length > 0 || (await stage("Generated code is current (npm run generate -- --check)", ["scripts/generate.mjs", "--check"]));
  const tested = await stage("Tests, on a RabbitMQ of their own", vitestArgs(report));
  const { passed, failed } = countsIn(report);
  const all = checked && current && prepared && tested;
  if (!checked) steps.say("The checks failed: npm run check");
  if (!current) steps.say("The generated code is not what the documents give: npm run generate");
  if (!prepared) steps.say("A package that tests need could not be installed: those tests were skipped");
  steps.say(`${all ? "Everything passed" : "Something failed"} (${steps.elapsed()}).`);
  steps.say(`${passed} passed, ${failed} failed`);
  return all ? 0 : 1;
});
