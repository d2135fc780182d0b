import type { Kysely, Transaction } from "kysely";
import type { AnyHandlers } from "#http";
import type { ApplicationContract } from "#messaging";
import type { Migrations } from "#persistence";
import type { Environment } from "./config.js";

/** What the functions of an HTTP API work with. */
export interface ApiScope<Tables, Publisher> {
  /** The request's transaction; for `GET` and `HEAD` a reader. */
  readonly db: Kysely<Tables>;
  /** Publishes when the request's transaction commits; not for `GET` and `HEAD`, which change nothing. */
  readonly publish: Publisher;
}

/** One service: what was generated for it, and the logic that was written for it. */
export interface ServiceDefinition<Tables, Handlers, Publisher> {
  readonly contract: ApplicationContract<Handlers, Publisher>;
  readonly migrations: Migrations;
  /** Builds the handlers over one transaction; called for every message, so it only closes over `tx`. */
  readonly handlers: (tx: Transaction<Tables>) => Handlers;
  readonly http?: {
    /** The OpenAPI document. */
    readonly document: object;
    /** The port unless `HTTP_PORT` says otherwise. */
    readonly port: number;
    /** Builds the API over one transaction. An answer below 500 that a handler returns is committed; throw `HttpError` to roll back. */
    readonly api: (scope: ApiScope<Tables, Publisher>) => AnyHandlers;
  };
}

/** {@link ServiceDefinition} as a program: with the environment it runs in. */
export interface ServiceProgram<Tables, Handlers, Publisher> extends ServiceDefinition<Tables, Handlers, Publisher> {
  readonly env: Environment;
}
