// @ts-check
// Everything that `npm start` runs: broker, services, portal, samples.
import { join } from "node:path";
import { findBroker } from "./broker.mjs";
import { generatorArgs, inputsOf, isGenerated, noteGenerated } from "./generation.mjs";
import { withLock } from "./lock.mjs";
import { streamLogs } from "./log-stream.mjs";
import { isRunning, ownedFolder, stopOwned } from "./owned.mjs";
import { startPortalProcess, wishedPortalPort } from "./portal.mjs";
import { portNear } from "./ports.mjs";
import { runOrFail } from "./run-command.mjs";
import { samplesOf } from "./samples.mjs";
import { apiUrls, buildServices, listServices, startServiceProcess, untilReady } from "./services.mjs";
import { SetupError } from "./setup-error.mjs";
import { takeSlot } from "./slots.mjs";

/** @typedef {import("./steps.mjs").Steps} Steps */
/** @typedef {import("./services.mjs").Service} Service */
/** @typedef {import("./services.mjs").ServiceProcess} ServiceProcess */
/** @typedef {{ root: string, state: string, only: string[] | undefined, steps: Steps, atEnd: import("./shutdown.mjs").AtEnd }} SystemOptions */

const wishedBrokerPorts = { amqp: 5673, management: 15673 }; // beside the standard ones, which belong to the machine's own broker

/** @param {SystemOptions} options @param {string} folder */
const startBroker = ({ steps, atEnd }, folder) =>
  steps.run("Starting RabbitMQ", async (step) => {
    const broker = await findBroker({ folder: join(folder, "broker"), wished: wishedBrokerPorts, lasting: true, announce: steps.say });
    atEnd(broker.stop);
    step.note(`${broker.origin}, ${new URL(broker.url).host}`);
    return broker;
  });

/** @param {SystemOptions} options */
const generate = async ({ root, steps }) => {
  if (isGenerated(root)) return;
  await steps.run("Generating code from the documents", (step) =>
    withLock(join(root, ".warren", "locks", "generate"), async () => {
      if (isGenerated(root)) return step.note("another run has done it");
      const before = inputsOf(root);
      await runOrFail(process.execPath, generatorArgs, { cwd: root });
      noteGenerated(root, before);
    }),
  );
};

/** Each service's port: the documented one, or another where it is taken. @param {readonly Service[]} services @param {Steps} steps */
const choosePorts = async (services, steps) => {
  /** @type {Map<string, number>} */
  const ports = new Map();
  for (const { id, port: wished = 0 } of services) {
    const port = await portNear(wished);
    if (wished !== 0 && port !== wished) steps.say(`  Port ${wished} is taken: ${id} listens on ${port}`);
    ports.set(id, port);
  }
  return ports;
};

/** @param {SystemOptions} options @param {{ services: readonly Service[], out: string, folder: string, brokerUrl: string }} what @returns {Promise<ServiceProcess[]>} */
const launchServices = async ({ steps, atEnd }, { services, out, folder, brokerUrl }) => {
  const ports = await choosePorts(services, steps);
  const portOf = (/** @type {string} */ id) => ports.get(id) ?? 0;
  const urlsFor = apiUrls(services, portOf);
  // So that a message can be followed in the portal.
  const journal = { WARREN_JOURNAL: process.env.WARREN_JOURNAL || "10000" };
  const launched = services.map(({ id, group }) =>
    startServiceProcess({ id, bundle: join(out, `${id}.js`), port: portOf(id), brokerUrl, folder, env: { ...journal, ...urlsFor(group) } }),
  );
  atEnd(async () => void (await Promise.all(launched.map(({ child }) => stopOwned(child, { graceMs: 12_000 })))));
  return launched;
};

/** The portal writes its pages while everything else starts. @param {SystemOptions} options @param {{ folder: string, pages: string }} where */
const launchPortal = async ({ root, steps, atEnd }, where) => {
  const port = await portNear(wishedPortalPort);
  if (port !== wishedPortalPort) steps.say(`  Port ${wishedPortalPort} is taken: the portal listens on ${port}`);
  const portal = startPortalProcess({ ...where, root, port });
  atEnd(() => stopOwned(portal.child));
  return portal;
};

/** @param {SystemOptions} options @param {{ services: readonly Service[], out: string, folder: string, brokerUrl: string }} what */
const startServices = async (options, what) => {
  const started = await launchServices(options, what);
  await options.steps.run(`Starting ${started.length} services`, async (step) => {
    await Promise.all(started.map((service) => untilReady(service, { wholly: true })));
    step.note(started.map(({ id }) => id).join(", "));
  });
  return started;
};

/** @param {SystemOptions} options @param {readonly ServiceProcess[]} started @returns {Promise<string[]>} lines for the user to try */
const runSamples = async ({ root, steps }, started) => {
  const urls = new Map(started.map(({ id, url }) => [id, url]));
  const urlOf = (/** @type {string} */ id) => urls.get(id) ?? "";
  const groups = [...new Set(started.map(({ id }) => id.split("/")[0] ?? ""))];
  const samples = await samplesOf(root, groups);
  for (const sample of samples) {
    await steps.run(sample.title, async (step) => step.note(await sample.run(urlOf, AbortSignal.timeout(30_000))));
  }
  return samples.flatMap((sample) => sample.commands(urlOf));
};

/** @param {readonly ServiceProcess[]} started @returns {Promise<never>} rejects when a service ends by itself */
const untilOneEnds = (started) =>
  new Promise((_resolve, reject) => {
    for (const { id, child, logFile } of started) {
      const onExit = () =>
        reject(new SetupError(`${id} has ended (${child.signalCode ?? `exit code ${child.exitCode}`}). Its log: ${logFile}`));
      if (isRunning(child)) child.once("exit", onExit);
      else onExit();
    }
  });

/** @param {Steps} steps @param {{ broker: import("./broker.mjs").Broker, started: readonly ServiceProcess[], portal: ServiceProcess, commands: readonly string[], folder: string }} what */
const printWhatToOpen = (steps, { broker, started, portal, commands, folder }) => {
  const looking = process.env.WARREN_PORTAL_TOKEN ? "" : "  (looking only; to change things, set WARREN_PORTAL_TOKEN)";
  const rows = [
    ["Portal", `${portal.url}${looking}`],
    ...started.map(({ id, url }) => [id, url]),
    ["RabbitMQ", `${broker.managementUrl}  (${broker.username}, ${broker.password})`],
  ];
  const width = Math.max(...rows.map(([name = ""]) => name.length));
  steps.say(`\nReady after ${steps.elapsed()}.\n`);
  for (const [name = "", where = ""] of rows) steps.say(`  ${name.padEnd(width)}  ${where}`);
  if (commands.length > 0) steps.say(["\nTry:", ...commands.map((command) => `  ${command}`)].join("\n"));
  steps.say(`\nState and logs: ${folder}\nCtrl-C stops everything.\n`);
};

/**
 * Brings everything up, shows its logs, and returns only by rejecting, when a service ends by itself.
 * @param {SystemOptions} options
 * @returns {Promise<number>}
 */
export const bringUp = async (options) => {
  const { root, state, only, steps, atEnd } = options;
  const slot = takeSlot(state);
  atEnd(slot.release);
  if (slot.number > 1) steps.say(`  Another run is up: this one has its own broker, databases and ports (slot ${slot.number})`);
  const services = await listServices(root, only);
  const build = ownedFolder(join(root, ".warren", "build"));
  atEnd(build.remove);
  const portal = await launchPortal(options, { folder: slot.folder, pages: join(build.path, "portal") });
  const prepare = async () => {
    await generate(options);
    await steps.run("Building services", () => buildServices(root, services, build.path));
  };
  const [broker] = await Promise.all([startBroker(options, slot.folder), prepare()]);
  const started = await startServices(options, { services, out: build.path, folder: slot.folder, brokerUrl: broker.url });
  portal.connect({ broker, services: started });
  const show = async () => {
    const commands = await runSamples(options, started);
    await steps.run("Writing the pages of the portal", () => untilReady(portal, { timeoutMs: 90_000 }));
    printWhatToOpen(steps, { broker, started, portal, commands, folder: slot.folder });
    for (const service of [...started, portal]) streamLogs(service, steps.say);
  };
  const ended = untilOneEnds([...started, portal]);
  await Promise.race([show(), ended]);
  return ended;
};
