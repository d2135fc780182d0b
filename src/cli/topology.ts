import { writeFile } from "node:fs/promises";
import { Command } from "commander";
import { type ContractSet, topologyConflicts } from "#contract";
import { MessagingError, openRabbit } from "#messaging";
import {
  applyTopology,
  definitionsOf,
  drift,
  lastingOnly,
  leastPermissions,
  ManagementError,
  managementAddress,
  openManagement,
  passingQueues,
  permissionScript,
  wantedTopology,
} from "#topology";
import { readDocuments } from "./documents.js";
import { explain, printProblems, UsageError } from "./report.js";
import { passwordsFrom } from "./topology/passwords.js";
import { appliedWords, driftWords, permissionWords, topologyWords } from "./topology/words.js";

interface Options {
  readonly asyncapi: string;
  readonly application?: string;
  readonly json?: true;
  readonly vhost?: string;
  readonly dryRun?: true;
  readonly script?: true;
  readonly passwords?: string;
  readonly out?: string;
}

/** `warren topology`: what the documents ask of a broker. Exit 0: done, no difference; 1: refused, or different; 2: could not. */
export const topologyCommand = (): Command =>
  topologyCommands().reduce(
    (topology, command) => topology.addCommand(command),
    new Command("topology").description("What the documents ask of a broker: shown, declared, compared, permitted."),
  );

/** Its commands, each by itself. */
export function topologyCommands(): readonly Command[] {
  return [
    describe("print", "Exchanges, queues and bindings that the documents ask for.", runPrint).option("--json", "answer as JSON"),
    describe("apply", "Declare them on the broker.", runApply)
      .option("--vhost <name>", "in this virtual host instead of the URL's")
      .option("--dry-run", "declare nothing; tell what would be"),
    describe("drift", "Compare a broker with the documents, and tell what to do about each difference.", runDrift)
      .option("--vhost <name>", "of this virtual host instead of the URL's")
      .option("--json", "answer as JSON"),
    describe("permissions", "The least that each application's user needs.", runPermissions)
      .option("--vhost <name>", "in this virtual host instead of the URL's")
      .option("--json", "answer as JSON")
      .option("--script", "answer as a shell script of rabbitmqctl lines"),
    described("definitions", "All of it, with users and permissions, for RabbitMQ to import.", runDefinitions)
      .requiredOption("--passwords <file>", "a JSON file of passwords by user; those that it lacks are made and added")
      .requiredOption("--out <file>", "where the definitions go")
      .option("--vhost <name>", "for this virtual host instead of the URL's"),
  ];
}

type Run = (options: Options) => Promise<number>;

const described = (name: string, description: string, run: Run): Command =>
  new Command(name)
    .description(description)
    .option("--asyncapi <folder>", "folder of AsyncAPI documents", "asyncapi")
    .action((options: Options) => finish(() => run(options)));

const describe = (name: string, description: string, run: Run): Command =>
  described(name, description, run).option("--application <id>", "of this application alone: orders/payment");

/** What the broker or the file system says ends the command with 2. */
async function finish(run: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (error) {
    const known = error instanceof MessagingError || error instanceof ManagementError || (error instanceof Error && "syscall" in error);
    throw known ? new UsageError(explain(error)) : error;
  }
}

/** The documents, if RabbitMQ can do as all of them ask, and the application that is asked for is among them. */
async function readTopology({ asyncapi, application }: Options): Promise<ContractSet> {
  const set = await readDocuments(asyncapi);
  const conflicts = topologyConflicts(set);
  if (conflicts.length > 0) {
    printProblems(conflicts);
    throw new UsageError(`The documents in ${asyncapi} ask for one thing in two ways.`);
  }
  if (application === undefined || set.applications.some(({ id }) => id === application)) return set;
  const ids = set.applications.map(({ id }) => id).join(", ");
  throw new UsageError(`There is no application ${application}. There are: ${ids}.`);
}

async function addressOf({ vhost }: Options) {
  const { ConfigError, readConfig } = await import("#host");
  try {
    const { brokerUrl } = readConfig(process.env, "warren/topology");
    const address = managementAddress({ brokerUrl, managementUrl: process.env.RABBITMQ_MANAGEMENT_URL, vhost });
    const url = new URL(brokerUrl);
    url.pathname = `/${encodeURIComponent(address.vhost)}`;
    return { address, brokerUrl: url.href };
  } catch (error) {
    throw error instanceof ConfigError ? new UsageError(error.message.replaceAll("\n", " ")) : error;
  }
}

async function runPrint(options: Options): Promise<number> {
  const wanted = wantedTopology(await readTopology(options), options.application);
  process.stdout.write(options.json ? `${JSON.stringify(wanted)}\n` : topologyWords(wanted));
  return 0;
}

/** How long the broker is looked for, milliseconds. */
const patienceMs = 10_000;

async function runApply(options: Options): Promise<number> {
  const wanted = wantedTopology(await readTopology(options), options.application);
  const { brokerUrl, address } = await addressOf(options);
  if (options.dryRun) {
    const { exchanges, queues, bindings } = lastingOnly(wanted);
    const counts = { exchanges: exchanges.length, queues: queues.length, bindings: bindings.length };
    process.stdout.write(topologyWords(lastingOnly(wanted)));
    process.stderr.write(appliedWords({ ...counts, left: passingQueues(wanted), refused: [] }, address.vhost, true));
    return 0;
  }
  const broker = openRabbit({ url: brokerUrl, name: "warren topology" });
  try {
    await broker.ready(AbortSignal.timeout(patienceMs));
    const applied = await applyTopology(broker, wanted);
    process.stdout.write(appliedWords(applied, address.vhost, false));
    for (const refusal of applied.refused) process.stderr.write(`${refusal}\n`);
    if (applied.refused.length > 0) process.stderr.write("How to come by what is refused: npm run warren -- topology drift\n");
    return applied.refused.length === 0 ? 0 : 1;
  } finally {
    await broker.close();
  }
}

async function runDrift(options: Options): Promise<number> {
  const wanted = wantedTopology(await readTopology(options));
  const { address } = await addressOf(options);
  const live = await openManagement(address).topology();
  const found = drift({ wanted, live, managementUrl: address.url, application: options.application });
  process.stdout.write(options.json ? `${JSON.stringify(found)}\n` : driftWords(found, address.vhost));
  return found.length === 0 ? 0 : 1;
}

async function runPermissions(options: Options): Promise<number> {
  if (options.json && options.script) throw new UsageError("Say one of --json and --script.");
  const all = leastPermissions(await readTopology(options));
  const found = all.filter(({ application }) => options.application === undefined || application === options.application);
  if (options.script) {
    const { address } = await addressOf(options);
    process.stdout.write(permissionScript(found, address.vhost));
  } else process.stdout.write(options.json ? `${JSON.stringify(found)}\n` : permissionWords(found));
  return 0;
}

async function runDefinitions(options: Options): Promise<number> {
  const { passwords: passwordFile = "", out = "" } = options;
  const set = await readTopology(options);
  const { address } = await addressOf(options);
  const users = leastPermissions(set).map(({ application }) => application);
  const { passwords, made } = await passwordsFrom(passwordFile, users);
  const definitions = definitionsOf(set, { vhost: address.vhost, passwords });
  // Hashes of passwords are nobody else's business.
  await writeFile(out, `${JSON.stringify(definitions, null, 2)}\n`, { mode: 0o600 });
  const added = made.length === 0 ? "" : ` Passwords made for ${made.join(", ")}, in ${passwordFile}.`;
  process.stderr.write(`Written to ${out}: ${users.length} users and what they need in the virtual host "${address.vhost}".${added}\n`);
  return 0;
}
