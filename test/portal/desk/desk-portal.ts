/** The portal over the shop of the dead letters, on a real broker, asked as a page asks it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { proveContracts } from "#compatibility";
import { startPortal, survey } from "#portal";
import { ownedFolder } from "../../../scripts/setup/owned.mjs";
import { readFolder } from "../../../src/contract/read-folder.js";
import type { JobAnswer, LetterAnswer, LettersAnswer } from "../../../src/portal/desk/answers.js";
import { openShop, type Shop } from "../../dead-letters/shop.js";

const token = "a-token-for-tests-alone";

export interface Answered<T> {
  readonly status: number;
  readonly body: T;
}

export interface DeskPortal {
  readonly shop: Shop;
  readonly url: string;
  ask<T = Record<string, unknown>>(path: string, body?: unknown, given?: string): Promise<Answered<T>>;
  /** Looks into `sales.dlq`. */
  look(): Promise<LettersAnswer>;
  letter(look: string, id: string): Promise<LetterAnswer>;
  /** Asks for a replay or a discard, and waits for its end. */
  carryOut(action: JobAnswer["action"], request: object): Promise<JobAnswer>;
  audit(): readonly { readonly action: string; readonly step: string; readonly subject: Readonly<Record<string, unknown>> }[];
  /** Ends the portal alone. */
  end(): Promise<void>;
  close(): Promise<void>;
}

export async function openDeskPortal(): Promise<DeskPortal> {
  const shop = await openShop("RabbitMQ");
  const { applications, schemas, problems, files } = await readFolder(shop.folder);
  const contracts = { applications, schemas, problems: problems.sorted(), files };
  const folder = ownedFolder(".warren/test");
  const auditFile = join(folder.path, "audit.jsonl");
  const unexpected = (...told: readonly unknown[]) => expect.unreachable(JSON.stringify(told));
  const portal = await startPortal({
    system: survey({ title: "Shop", contracts, proofs: proveContracts(contracts), apis: [] }),
    asyncapi: shop.folder,
    generated: "generated",
    surroundings: async () => ({
      brokerUrl: shop.url,
      management: { url: "http://127.0.0.1:1", username: "", password: "", vhost: "/" },
      services: [],
    }),
    host: "127.0.0.1",
    port: 0,
    allowedHosts: [],
    token,
    auditFile,
    log: { debug: () => undefined, error: unexpected },
  });
  let ended: Promise<void> | undefined;
  const end = (): Promise<void> => (ended ??= portal.close());
  const ask = async <T>(path: string, body?: unknown, given = token): Promise<Answered<T>> => {
    const response = await fetch(`${portal.url}/api/dead-letters${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${given}`, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as T };
  };
  const jobOf = async (id: string): Promise<JobAnswer | undefined> =>
    (await ask<{ readonly jobs: readonly JobAnswer[] }>("/jobs")).body.jobs.find((job) => job.id === id);
  return {
    shop,
    url: portal.url,
    ask,
    look: async () => (await ask<LettersAnswer>("/letters?queue=sales.dlq")).body,
    letter: async (look, id) => (await ask<LetterAnswer>(`/letter?queue=sales.dlq&look=${look}&id=${id}`)).body,
    async carryOut(action, request) {
      const { status, body } = await ask<JobAnswer>(`/${action}`, { queue: "sales.dlq", ...request });
      expect({ status, body }).toMatchObject({ status: 202 });
      await expect.poll(async () => (await jobOf(body.id))?.state, { timeout: 30_000 }).toMatch(/done|stopped|failed/);
      return (await jobOf(body.id)) ?? body;
    },
    audit: () =>
      readFileSync(auditFile, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => JSON.parse(line) as ReturnType<DeskPortal["audit"]>[number]),
    end,
    async close() {
      await end();
      await shop.close();
      folder.remove();
    },
  };
}
