/** The portal as a server: the written pages, and what is alive beside them. */
import { mkdtemp, rm } from "node:fs/promises";
import { isIP } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import express, { type RequestHandler, type Response, Router } from "express";
import { type EventStream, HttpError, type HttpLog, listen, sendEvents } from "#http";
import { Journal } from "#messaging";
import { type ManagementAddress, openManagement } from "#topology";
import { writeSite } from "../site/write-site.js";
import type { System } from "../system/model.js";
import { createPortalApp } from "./app.js";
import { openAuditLog } from "./audit.js";
import type { PortalContext, ServiceAddress } from "./context.js";
import { features } from "./features.js";
import { createGuard, type Guard } from "./guard.js";
import { shareBroker } from "./shared-broker.js";

export interface PortalOptions {
  readonly system: System;
  /** Folder that the documents were read from. */
  readonly asyncapi: string;
  readonly generated: string;
  readonly brokerUrl: string;
  readonly management: ManagementAddress;
  readonly services: readonly ServiceAddress[];
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Names besides `localhost` and addresses by which the portal may be asked. */
  readonly allowedHosts: readonly string[];
  /** Missing: nothing can be changed, and the portal listens on the loopback only. */
  readonly token?: string | undefined;
  /** Folder that the pages are written to, and which stays; a temporary one without it. */
  readonly pages?: string | undefined;
  /** The audit log. */
  readonly auditFile: string;
  readonly log: HttpLog;
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
  const site = options.pages ?? (await mkdtemp(join(tmpdir(), "warren-portal-")));
  const closing = new AbortController();
  const audit = await openAuditLog(options.auditFile);
  const broker = shareBroker(options.brokerUrl);
  const undo = async (): Promise<void> => {
    await Promise.all([broker.close(), audit.close(), options.pages ?? rm(site, { recursive: true, force: true })]);
  };
  try {
    const { system, asyncapi, generated, brokerUrl, services, token, allowedHosts, log } = options;
    const guard = createGuard({ token, allowedHosts, readingNeedsToken: !isLocal });
    const context: PortalContext = {
      system,
      asyncapi,
      generated,
      brokerUrl,
      services,
      ...routeParts(guard),
      canChange: token !== undefined,
      broker: broker.get,
      journal: new Journal(journalEntries),
      management: openManagement(options.management, { timeoutMs: 5_000 }),
      audit: audit.write,
      stream: streaming(closing.signal),
      closing: closing.signal,
    };
    await writeSite(system, site, { live: features.flatMap(({ pages }) => pages(system)) });
    const server = await listen(createPortalApp({ context, features, guard, site, log }), {
      ...options,
      settings: { port: "--port", host: "--host" },
    });
    const close = async (): Promise<void> => {
      closing.abort();
      await server.close(graceMs);
      await undo();
    };
    return { url: server.url, close };
  } catch (error) {
    await undo();
    throw error;
  }
}

const isLoopback = (host: string): boolean => host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));

function checkToken(token: string | undefined, isLocal: boolean): void {
  if (token === undefined && !isLocal) throw new PortalError("Off the loopback the portal needs a token: set WARREN_PORTAL_TOKEN.");
  if (token !== undefined && (token.length < leastTokenLength || !/^[\x21-\x7e]+$/.test(token)))
    throw new PortalError(`The portal's token must have ${leastTokenLength} characters or more, ASCII without spaces.`);
}

function routeParts({ changing }: Guard): { readonly changing: RequestHandler; readonly asking: RequestHandler } {
  const json = express.json({ limit: mostBodyBytes, strict: false });
  return { changing: Router().use(changing, json), asking: Router().use(json) };
}

function streaming(closing: AbortSignal): PortalContext["stream"] {
  let open = 0;
  return async (response: Response, events: EventStream) => {
    if (open >= mostStreams) throw new HttpError(503, "Too many pages follow the portal; close some.");
    open++;
    await sendEvents(response, events, { heartbeatMs: 10_000, stallMs: 30_000, closing }).finally(() => open--);
  };
}
