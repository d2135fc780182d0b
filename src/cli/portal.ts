import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { type Portal, PortalError, type ServiceAddress, startPortal } from "#portal";
import { ManagementError } from "#topology";
import { cacheFolder } from "./documents.js";
import { serviceOf, surroundingsIn, surroundingsTold } from "./portal/surroundings.js";
import { explain, UsageError } from "./report.js";
import { readSystem } from "./system.js";

interface Options {
  readonly asyncapi: string;
  readonly openapi: string;
  readonly generated: string;
  readonly title: string;
  readonly against?: string;
  readonly host: string;
  readonly port: string;
  readonly allowHost?: readonly string[];
  readonly service?: readonly ServiceAddress[];
  readonly tokenFile?: string;
  readonly pages?: string;
  readonly connectLater?: true;
  readonly audit: string;
}

/** `warren portal`: the docs with what is alive beside them, served until Ctrl-C. Exit 0: ended as asked; 2: could not start. */
export function portalCommand(): Command {
  return new Command("portal")
    .description("Serve the docs with what is alive beside them: figures, dead letters, publishing, following a message.")
    .option("--asyncapi <folder>", "folder of AsyncAPI documents", "asyncapi")
    .option("--openapi <folder>", "folder of OpenAPI documents", "openapi")
    .option("--generated <folder>", "folder of generated code", "generated")
    .option("--title <text>", "name of the whole", "Warren")
    .option("--against <revision>", "a page of what changed since a git revision, or between two: main, v1..v2")
    .option("--host <address>", "where it listens; off the loopback it needs a token", "127.0.0.1")
    .option("--port <number>", "0 takes any free port", "8088")
    .option("--allow-host <name>", "a name by which it may be asked, besides localhost and addresses; may be repeated", collect)
    .option("--service <id=url>", "a running service, orders/payment=http://127.0.0.1:8082; may be repeated", collectService)
    .option("--token-file <file>", "holds the token, in the place of WARREN_PORTAL_TOKEN; without a token nothing can be changed")
    .option("--pages <folder>", "where its pages are written; a temporary folder without it")
    .option("--connect-later", "write the pages first, then read a line of JSON that says where broker and services are: for npm start")
    .option("--audit <file>", "where changes are written down", ".warren/portal/audit.jsonl")
    .action(run);
}

const collect = (name: string, before: readonly string[] = []): readonly string[] => [...before, name];

const collectService = (text: string, before: readonly ServiceAddress[] = []): readonly ServiceAddress[] => [...before, serviceOf(text)];

async function run(options: Options): Promise<void> {
  const stop = stopSignal();
  const portal = await open(options, stop).catch((error: unknown) => {
    if (!stop.aborted) throw error;
  });
  if (portal === undefined) return;
  process.stdout.write(`The portal is at ${portal.url}\n`);
  await new Promise<void>((resolve) => (stop.aborted ? resolve() : stop.addEventListener("abort", () => resolve())));
  await portal.close();
}

async function open(options: Options, stop: AbortSignal): Promise<Portal> {
  const { asyncapi, openapi, generated, title, against, host, allowHost = [], service = [], connectLater, pages, audit } = options;
  const token = await tokenOf(options);
  const port = portOf(options.port);
  const system = await readSystem({ asyncapi, openapi, title, against });
  try {
    return await startPortal({
      system,
      asyncapi,
      generated,
      surroundings: () => (connectLater ? surroundingsTold(process.stdin, stop) : surroundingsIn(process.env, service)),
      host,
      port,
      allowedHosts: allowHost,
      token,
      pages,
      cacheFolder,
      auditFile: audit,
      log: { debug: () => undefined, error: (fields, message) => process.stderr.write(`${message}: ${JSON.stringify(fields)}\n`) },
    });
  } catch (error) {
    const known = error instanceof PortalError || error instanceof ManagementError;
    throw known ? new UsageError(explain(error)) : error;
  }
}

async function tokenOf({ tokenFile }: Options): Promise<string | undefined> {
  if (tokenFile === undefined) return process.env.WARREN_PORTAL_TOKEN || undefined;
  const text = await readFile(tokenFile, "utf8").catch((error: unknown) => {
    throw new UsageError(`${tokenFile} cannot be read: ${explain(error)}.`);
  });
  return text.trim();
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new UsageError(`--port must be a whole number from 0 to 65535, not "${text}".`);
  return port;
}

/** The first Ctrl-C ends in order, the second at once. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  return stop.signal;
}
