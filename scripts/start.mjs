// @ts-check
// npm start [-- --only orders,campus]: from a fresh clone to a running system.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { install } from "./setup/install.mjs";
import { runToEnd } from "./setup/shutdown.mjs";
import { createSteps } from "./setup/steps.mjs";
import { bringUp } from "./setup/system.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

/** @returns {string[] | undefined} the groups to start; all without it */
const chosenGroups = () => {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  return values.only?.split(",").map((group) => group.trim());
};

const steps = createSteps();
const only = chosenGroups();

await runToEnd(
  async (atEnd) => {
    await install(root, steps);
    return bringUp({ root, state: join(root, ".warren", "start"), only, steps, atEnd });
  },
  () => steps.say("Stopping…"),
);
