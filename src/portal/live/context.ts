/** What every live feature of the portal is given. */
import type { Request, RequestHandler } from "express";
import type { Broker } from "#messaging";
import type { Management } from "#topology";
import type { System } from "../system/model.js";

export interface PortalContext {
  readonly system: System;
  /** Folder of the generated code, for the descriptors and validators that services use. */
  readonly generated: string;
  readonly brokerUrl: string;
  /** Opened by the first who asks, shared, reopened by itself; rejects while the broker is away. */
  broker(): Promise<Broker>;
  readonly management: Management;
  readonly services: readonly ServiceAddress[];
  /** Stands before the handler of whatever changes anything: 403 without a token set, 401 without the right one, 403 from another site. */
  readonly changing: RequestHandler;
  /** Written to disk before the action it tells of is carried out; the outcome afterwards. */
  audit(request: Request, entry: AuditEntry): Promise<void>;
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
