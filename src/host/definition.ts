import type { Kysely } from "kysely";
import type { AnyHandlers } from "#http";
import type { ApplicationContract } from "#messaging";
import type { Migrations } from "#persistence";
import type { Environment } from "./config.js";
import type { ServiceLog } from "./log.js";

/** What the functions of an HTTP API work with. */
export interface ApiScope<Tables, Publisher> {
  /** The request's transaction; for `GET` and `HEAD` a reader. */
  readonly db: Kysely<Tables>;
  /** Publishes when the request's transaction commits; not for `GET` and `HEAD`, which change nothing. */
  readonly publish: Publisher;
  readonly log: ServiceLog;
}

/** What the functions of an HTTP API work with that wait for others and so hold no transaction. */
export interface OutsideScope<Tables, Publisher, Requester> {
  /** Asks other applications and waits for what they answer. */
  readonly requester: Requester;
  /** Reads what is committed at that moment. */
  read<R>(query: (db: Kysely<Tables>) => Promise<R>): Promise<R>;
  /**
   * One unit of work: what it writes and publishes is durable, together, when this resolves; nothing of it is where it rejects.
   * It may run twice, so it touches nothing but its scope, and it waits for nobody: the database is locked meanwhile.
   */
  change<R>(work: (scope: ApiScope<Tables, Publisher>) => Promise<R>): Promise<R>;
  readonly log: ServiceLog;
}

/** What a service does by the clock: the same everywhere, in every process of it, so it must do no harm twice. */
export interface RegularWork<Tables, Publisher> {
  /** From the end of one round to the beginning of the next, milliseconds. */
  readonly everyMs: number;
  /** One round, over one transaction. Waits for nobody: the database is locked meanwhile. */
  readonly work: (scope: ApiScope<Tables, Publisher>) => Promise<void>;
}

/** No operation may be carried out in two ways. Handlers whose names are not known to the compiler are compared at start-up alone. */
type NoneOf<Others> = string extends keyof Others ? unknown : { readonly [Id in keyof Others]?: never };

/** An HTTP API. Each operation of the document is in `api` or in `outside`. */
export interface HttpDefinition<Tables, Publisher, Requester, Inside extends AnyHandlers, Outside extends AnyHandlers> {
  /** The OpenAPI document. */
  readonly document: object;
  /** The port unless `HTTP_PORT` says otherwise. */
  readonly port: number;
  /** Builds operations over one transaction; called for every request. An answer below 500 that one returns is committed; throw `HttpError` to roll back. */
  readonly api?: (scope: ApiScope<Tables, Publisher>) => Inside;
  /** Builds operations that wait for others, over no transaction; called once. */
  readonly outside?: (scope: OutsideScope<Tables, Publisher, Requester>) => Outside & NoneOf<Inside>;
}

/** One service: what was generated for it, and the logic that was written for it. */
export interface ServiceDefinition<
  Tables,
  Handlers,
  Publisher,
  Requester = unknown,
  Inside extends AnyHandlers = AnyHandlers,
  Outside extends AnyHandlers = AnyHandlers,
> {
  readonly contract: ApplicationContract<Handlers, Publisher, Requester>;
  readonly migrations: Migrations;
  /** Builds the handlers over one transaction, or over a reader for `x-read-only` operations; called for every message, so it only closes over `db`. */
  readonly handlers: (db: Kysely<Tables>, tools: { readonly log: ServiceLog }) => Handlers;
  readonly http?: HttpDefinition<Tables, Publisher, Requester, Inside, Outside>;
  readonly regular?: RegularWork<Tables, Publisher>;
  readonly ready?: {
    /** Its HTTP API is of use without the broker: `/health/ready` says so while only the broker is away. @default false */
    readonly withoutBroker?: boolean;
  };
}

/** {@link ServiceDefinition} as a program: with the environment it runs in. */
export interface ServiceProgram<
  Tables,
  Handlers,
  Publisher,
  Requester = unknown,
  Inside extends AnyHandlers = AnyHandlers,
  Outside extends AnyHandlers = AnyHandlers,
> extends ServiceDefinition<Tables, Handlers, Publisher, Requester, Inside, Outside> {
  readonly env: Environment;
  /** What the command line says after the program's name: nothing to serve, `health` to ask the running service whether it is ready. @default the process's own arguments */
  readonly args?: readonly string[];
}
