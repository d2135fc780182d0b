/** The portal as a server: the written pages, and what is alive beside them. */
import { mkdtemp, rm } from "node:fs/promises";
import { isIP } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express, { type Response, Router } from "express";
import { type EventStream, HttpError, type HttpLog, listen, sendEvents } from "#http";
import { Journal } from "#messaging";
import { type ManagementAddress, openManagement } from "#topology";
import { writeSite } from "../site/write-site.js";
import type { System } from "../system/model.js";
import { createPortalApp } from "./app.js";
import { type AuditLog, openAuditLog } from "./audit.js";
import type { PortalContext, ServiceAddress } from "./context.js";
import { features } from "./features.js";
import { createGuard, type Guard } from "./guard.js";
import { type SharedBroker, shareBroker } from "./shared-broker.js";

export interface PortalOptions {
  readonly system: System;
  /** Folder that the documents were read from. */
  readonly asyncapi: string;
  readonly generated: string;
  /** Asked for when the pages are written. */
  readonly surroundings: () => Promise<Surroundings>;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Names besides `localhost` and addresses by which the portal may be asked. */
  readonly allowedHosts: readonly string[];
  /** Missing: nothing can be changed, and the portal listens on the loopback only. */
  readonly token?: string | undefined;
  /** Folder that the pages are written to, and which stays; a temporary one without it. */
  readonly pages?: string | undefined;
  /** Where layouts of pictures are kept between runs. */
  readonly cacheFolder?: string | undefined;
  /** The audit log. */
  readonly auditFile: string;
  readonly log: HttpLog;
}

/** What the portal looks at. */
export interface Surroundings {
  readonly brokerUrl: string;
  readonly management: ManagementAddress;
  readonly services: readonly ServiceAddress[];
}

export interface Portal {
  readonly url: string;
  /** Ends event streams, lets requests finish, closes the broker, removes the written pages. */
  close(): Promise<void>;
}

/** Something asked for that is not safe, or makes no sense. One plain sentence. */
export class PortalError extends Error {
  override readonly name = "PortalError";
}

const leastTokenLength = 16;
/** Room for a message of 10 MB, edited. */
const mostBodyBytes = 16 * 1024 * 1024;
const mostStreams = 200;
const journalEntries = 1_000;
const graceMs = 5_000;

/** Writes the pages and serves them. Rejects with {@link PortalError} where that would not be safe. */
export async function startPortal(options: PortalOptions): Promise<Portal> {
  const isLocal = isLoopback(options.host);
  checkToken(options.token, isLocal);
  const { system, pages, token, allowedHosts, log } = options;
  const site = pages ?? (await mkdtemp(join(tmpdir(), "warren-portal-")));
  const endings: (() => Promise<void>)[] = pages === undefined ? [() => rm(site, { recursive: true, force: true })] : [];
  const end = async (): Promise<void> => {
    for (const ending of endings.toReversed()) await ending();
  };
  try {
    const audit = await openAuditLog(options.auditFile);
    endings.push(audit.close);
    await writeSite(system, site, { live: features.flatMap((feature) => feature.pages(system)), cacheFolder: options.cacheFolder });
    const guard = createGuard({ token, allowedHosts, readingNeedsToken: !isLocal });
    const surroundings = await options.surroundings();
    const broker = shareBroker(surroundings.brokerUrl);
    endings.push(broker.close);
    const closing = new AbortController();
    const works = new Set<Promise<unknown>>();
    const context = contextOf(options, { surroundings, guard, audit, broker, works, closing: closing.signal });
    const app = createPortalApp({ context, features, guard, site, log });
    const server = await listen(app, { ...options, settings: { port: "--port", host: "--host" } });
    endings.push(
      async () => {
        await Promise.allSettled(works);
      },
      () => server.close(graceMs),
      async () => closing.abort(),
    );
    return { url: server.url, close: end };
  } catch (error) {
    await end();
    throw error;
  }
}

interface Parts {
  readonly surroundings: Surroundings;
  readonly guard: Guard;
  readonly audit: AuditLog;
  readonly broker: SharedBroker;
  readonly works: Set<Promise<unknown>>;
  readonly closing: AbortSignal;
}

function contextOf(
  { system, asyncapi, generated, token }: PortalOptions,
  { surroundings, guard, audit, broker, works, closing }: Parts,
): PortalContext {
  const json = express.json({ limit: mostBodyBytes, strict: false });
  return {
    system,
    asyncapi,
    generated,
    brokerUrl: surroundings.brokerUrl,
    services: surroundings.services,
    management: openManagement(surroundings.management, { timeoutMs: 5_000 }),
    broker: broker.get,
    journal: new Journal(journalEntries),
    canChange: token !== undefined,
    changing: Router().use(guard.changing, json),
    asking: json,
    audit: audit.write,
    stream: streaming(closing),
    underWay: noting(works),
    closing,
  };
}

const noting =
  (works: Set<Promise<unknown>>) =>
  (work: Promise<unknown>): void => {
    const over = (): void => void works.delete(work);
    works.add(work);
    void work.then(over, over);
  };

const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));

function checkToken(token: string | undefined, isLocal: boolean): void {
  if (token === undefined && !isLocal) throw new PortalError("Off the loopback the portal needs a token: set WARREN_PORTAL_TOKEN.");
  if (token !== undefined && (token.length < leastTokenLength || !/^[\x21-\x7e]+$/.test(token)))
    throw new PortalError(`The portal's token must have ${leastTokenLength} characters or more, ASCII without spaces.`);
}

function streaming(closing: AbortSignal): PortalContext["stream"] {
  let open = 0;
  return async (response: Response, events: EventStream) => {
    if (response.req.method === "HEAD") return void response.end();
    if (open >= mostStreams) throw new HttpError(503, "Too many pages follow the portal; close some.");
    open++;
    await sendEvents(response, events, { heartbeatMs: 10_000, stallMs: 30_000, closing }).finally(() => open--);
  };
}
