/** The portal as a process of its own, beside the services of a group, on a real broker. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ownedFolder, spawnOwned, stopOwned } from "../../scripts/setup/owned.mjs";
import { anyPorts } from "../../scripts/setup/ports.mjs";
import type { TestBroker } from "./broker.js";
import { type System, type SystemOptions, startSystem } from "./system.js";

export interface PortalSystem<Name extends string = string> {
  /** `http://127.0.0.1:<port>`; the same after a restart. */
  readonly url: string;
  /** What a page is given to be allowed changes. */
  readonly token: string;
  readonly services: System<Name>;
  /** The audit log, line by line. */
  audit(): readonly AuditLine[];
  /** SIGKILL to the portal: nothing is finished. */
  kill(): Promise<void>;
  /** Starts the portal again. Resolves when it answers. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface AuditLine {
  readonly action: string;
  readonly step: "asked" | "done" | "failed";
  readonly subject: Readonly<Record<string, unknown>>;
}

export interface PortalSystemOptions<Name extends string> extends Pick<SystemOptions<Name>, "group" | "started"> {
  readonly broker: Pick<TestBroker, "url" | "managementUrl">;
  /** Folder of AsyncAPI documents. @default "asyncapi" */
  readonly asyncapi?: string;
  /** Whether changes are possible. @default true */
  readonly withToken?: boolean;
  /** In the place of the broker's own: one that is away, or hostile. With user and password. */
  readonly managementUrl?: string;
}

const token = "a-token-for-tests-alone";

export async function startPortalSystem<Name extends string>(options: PortalSystemOptions<Name>): Promise<PortalSystem<Name>> {
  const { broker, group, started } = options;
  const folder = ownedFolder(".warren/test");
  const services = await startSystem<Name>({
    brokerUrl: broker.url,
    group,
    env: { WARREN_JOURNAL: "1000" },
    ...(started === undefined ? {} : { started }),
  });
  const [port = 0] = await anyPorts(1);
  const audit = join(folder.path, "audit.jsonl");
  const portal = portalProcess({ ...options, addresses: services.addresses, port, audit });
  await portal.start();
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    services,
    audit: () => linesOf(audit),
    ...portal,
    async close() {
      await portal.stop();
      await services.close();
      folder.remove();
    },
  };
}

interface ProcessOptions extends Pick<PortalSystemOptions<string>, "broker" | "asyncapi" | "withToken" | "managementUrl"> {
  /** `orders/payment=http://127.0.0.1:8082`. */
  readonly addresses: readonly string[];
  readonly port: number;
  readonly audit: string;
}

function portalProcess({ broker, asyncapi = "asyncapi", withToken = true, managementUrl, addresses, port, audit }: ProcessOptions) {
  // Beside the audit log, so that nothing is left behind by one that is killed.
  const pages = join(dirname(audit), "pages");
  const args = [
    "--asyncapi",
    asyncapi,
    "--port",
    String(port),
    "--pages",
    pages,
    "--audit",
    audit,
    ...addresses.flatMap((each) => ["--service", each]),
  ];
  const env = {
    ...process.env,
    RABBITMQ_URL: broker.url,
    RABBITMQ_MANAGEMENT_URL: managementUrl ?? broker.managementUrl,
    ...(withToken ? { WARREN_PORTAL_TOKEN: token } : {}),
  };
  let child: ReturnType<typeof spawnOwned> | undefined;
  const end = async (signal: "SIGTERM" | "SIGKILL"): Promise<void> => {
    if (child !== undefined) await stopOwned(child, { signal });
    child = undefined;
  };
  return {
    async start() {
      child = spawnOwned(process.execPath, ["--import", "tsx", "src/cli/main.ts", "portal", ...args], {
        env,
        stdio: ["ignore", "pipe", "pipe"],
      });
      await lineOf(child, /^The portal is at /m);
    },
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
  };
}

/** Resolves when it has printed such a line; rejects with all that it said when it ends before. */
function lineOf(child: ReturnType<typeof spawnOwned>, pattern: RegExp): Promise<void> {
  let output = "";
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (chunk: string) => {
        output += chunk;
        if (pattern.test(output)) resolve();
      });
    }
    child.once("close", () => reject(new Error(`The portal ended:\n${output}`)));
  });
}

const linesOf = (file: string): readonly AuditLine[] =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as AuditLine);
