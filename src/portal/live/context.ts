/** What every live feature of the portal is, and what it is given. */
import type { Request, RequestHandler, Response, Router } from "express";
import type { EventStream } from "#http";
import type { Broker, Journal } from "#messaging";
import type { Management } from "#topology";
import type { Page } from "../content/model.js";
import type { System } from "../system/model.js";

/** One part of the portal: its pages, and the API that they ask. Listed in `features.ts`. */
export interface Feature {
  /** Pages with an island, at `live/…`; the menu leads to them. */
  readonly pages: (system: System) => readonly Page[];
  /**
   * Routes below `/api`, written without it. Whatever is no `GET` has {@link PortalContext.changing} or {@link PortalContext.asking} before
   * its handler. What a handler throws becomes a problem document (`HttpError`, `MessagingError`).
   */
  readonly routes: (context: PortalContext) => Router;
}

export interface PortalContext {
  readonly system: System;
  /** Folder that the documents were read from. */
  readonly asyncapi: string;
  /** Folder of the generated code, for the descriptors and validators that services use. */
  readonly generated: string;
  readonly brokerUrl: string;
  /** Opened by the first who asks, shared, reopened by itself; rejects with a `MessagingError` while the broker is away. */
  broker(): Promise<Broker>;
  /** Of what the portal itself sends and receives. */
  readonly journal: Journal;
  readonly management: Management;
  readonly services: readonly ServiceAddress[];
  /**
   * Stands before the handler of whatever changes anything: 403 without a token set or from another site, 401 without the right token.
   * Reads the JSON body.
   */
  readonly changing: RequestHandler;
  /** Whether a token is set, so that changes are possible for who has it. */
  readonly canChange: boolean;
  /** Stands before the handler of a `POST` that changes nothing, for instance one that checks a body. Reads the JSON body. */
  readonly asking: RequestHandler;
  /** On disk before it resolves: `asked` stands there before the action is carried out, the outcome afterwards. Never a payload. */
  audit(request: Request, entry: AuditEntry): Promise<void>;
  /** Answers with server-sent events until the client goes, the stream ends, or the portal ends. */
  stream(response: Response, events: EventStream): Promise<void>;
  /** The portal's end waits for this work, which {@link closing} cuts short: what came of it is still written to the audit log. */
  readonly underWay: (work: Promise<unknown>) => void;
  /** Aborted when the portal ends. */
  readonly closing: AbortSignal;
}

/** A running service, where `/health` is served. */
export interface ServiceAddress {
  /** Application id: `orders/payment`. */
  readonly id: string;
  /** `http://127.0.0.1:8082` */
  readonly url: string;
}

export interface AuditEntry {
  /** `replay`, `discard`, `publish`, … */
  readonly action: string;
  readonly step: "asked" | "done" | "failed";
  /** What it was done to: a queue, message ids, an operation. Never a payload. */
  readonly subject: { readonly [name: string]: string | number | readonly string[] };
}
