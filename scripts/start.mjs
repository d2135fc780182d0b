// @ts-check
// npm start [-- --only orders,campus --state DIR]: from a fresh clone to a running system. DIR keeps queues and databases between runs.
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { install } from "./setup/install.mjs";
import { runToEnd } from "./setup/shutdown.mjs";
import { createSteps } from "./setup/steps.mjs";
import { bringUp } from "./setup/system.mjs";

const root = fileURLToPath(new URL("..", import.meta.url)).replace(/\/$/, "");

const { values } = parseArgs({ options: { only: { type: "string" }, state: { type: "string", default: join(root, ".warren", "start") } } });
const only = values.only?.split(",").map((group) => group.trim());
const steps = createSteps();

await runToEnd(
  async (atEnd) => {
    await install(root, steps);
    return bringUp({ root, state: resolve(values.state), only, steps, atEnd });
  },
  () => steps.say("Stopping…"),
);
