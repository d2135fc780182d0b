/** A portal over no documents at all, without a broker: for what all features stand behind. */
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import type { RequestHandler, Router } from "express";
import { expect, onTestFinished } from "vitest";
import { proveContracts } from "#compatibility";
import type { ContractSet } from "#contract";
import { Journal, MessagingError } from "#messaging";
import { type PortalOptions, type System, startPortal, survey } from "#portal";
import { openManagement } from "#topology";
import type { PortalContext } from "../../../src/portal/live/context.js";
import { features } from "../../../src/portal/live/features.js";
import { temporaryFolder } from "../../support/folder.js";

export const token = "a-token-for-tests-alone";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface Stage {
  readonly port: number;
  /** As no browser would ask: with any `Host`, and whatever else. */
  ask(method: string, path: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** The audit log. */
  audit(): readonly Readonly<Record<string, unknown>>[];
}

const management = { url: "http://127.0.0.1:1", username: "", password: "", vhost: "/" };

function nothing(): System {
  const contracts: ContractSet = { applications: [], schemas: new Map(), problems: [], files: [] };
  return survey({ title: "Nothing", contracts, proofs: proveContracts(contracts), apis: [] });
}

export async function openStage(options: Partial<PortalOptions> = {}): Promise<Stage> {
  const auditFile = join(temporaryFolder(), "portal", "audit.jsonl");
  const portal = await startPortal({
    system: nothing(),
    asyncapi: "asyncapi",
    generated: "generated",
    surroundings: async () => ({ brokerUrl: "amqp://127.0.0.1:1", management, services: [] }),
    host: "127.0.0.1",
    port: 0,
    allowedHosts: [],
    token,
    auditFile,
    log: { debug: () => undefined, error: (...told: readonly unknown[]) => expect.unreachable(JSON.stringify(told)) },
    ...options,
  });
  onTestFinished(() => portal.close());
  const port = Number(new URL(portal.url).port);
  return {
    port,
    ask: (method, path, headers = {}) => ask({ port, method, path, headers }),
    audit: () =>
      readFileSync(auditFile, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

const ask = (options: { port: number; method: string; path: string; headers: Readonly<Record<string, string>> }): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", ...options }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    asked.once("error", reject).end();
  });

export interface RouteOf {
  readonly method: string;
  /** With `x` in the place of parameters. */
  readonly path: string;
  readonly first: "changing" | "asking" | "nothing";
}

/** Every route of every feature. */
export function allRoutes(): readonly RouteOf[] {
  const pass = (): RequestHandler => (_request, _response, next) => next();
  const [changing, asking] = [pass(), pass()];
  const context: PortalContext = {
    system: nothing(),
    asyncapi: "asyncapi",
    generated: "generated",
    brokerUrl: "amqp://127.0.0.1:1",
    broker: () => Promise.reject(new MessagingError("unavailable", "The broker is away.")),
    journal: new Journal(1),
    management: openManagement(management),
    services: [],
    changing,
    asking,
    canChange: true,
    audit: () => Promise.resolve(),
    stream: () => Promise.resolve(),
    underWay: () => undefined,
    closing: AbortSignal.abort(),
  };
  return features.flatMap(({ routes }) => routesOf(routes(context), { changing, asking }));
}

/** Express does not tell what a router within a router is mounted at; one that is at none of these fails the walk. */
const mounts = ["/dead-letters"];

interface Matching {
  match(path: string): boolean;
}

interface Marks {
  readonly changing: RequestHandler;
  readonly asking: RequestHandler;
}

const routesOf = (router: Router, marks: Marks, below = "/api"): readonly RouteOf[] =>
  router.stack.flatMap((layer) => {
    const { route } = layer;
    if (route === undefined) {
      const mount = mounts.find((path) => (layer as unknown as Matching).match(path));
      if (mount === undefined || !("stack" in layer.handle)) throw new Error("A feature holds something else than routes.");
      return routesOf(layer.handle as unknown as Router, marks, `${below}${mount}`);
    }
    const [first] = route.stack;
    const mark = first?.handle === marks.changing ? "changing" : first?.handle === marks.asking ? "asking" : "nothing";
    const methods = new Set(route.stack.map(({ method }) => method.toUpperCase()));
    return [...methods].map((method) => ({ method, path: `${below}${route.path.replaceAll(/:\w+/g, "x")}`, first: mark }) as const);
  });
