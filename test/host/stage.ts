/** Services made of parts, for tests of what the host does with them. */
import { onTestFinished } from "vitest";
import { type RunningService, readConfig, type ServiceDefinition, startService } from "#host";
import type { AnyHandlers } from "#http";
import type { Migrations } from "#persistence";

export interface NoteTables {
  notes: { text: string };
}

export const migrations: Migrations = {
  "0001_notes": {
    up: async (db) => {
      await db.schema
        .createTable("notes")
        .addColumn("text", "text", (column) => column.notNull())
        .execute();
    },
  },
};

const answers = { "200": { description: "Done." } };

/** `POST /notes` is `write`, `GET /notes` is `list`. */
export const document = {
  openapi: "3.1.0",
  info: { title: "Notes", version: "1.0.0" },
  paths: {
    "/notes": {
      post: { operationId: "write", responses: answers },
      get: { operationId: "list", responses: answers },
    },
  },
};

/** Nobody listens there. */
export const nowhere = "amqp://guest:guest@127.0.0.1:1";

/** Starts a service on any free port, with a temporary database and without a broker unless the environment says otherwise; stopped after the test. */
export async function startWith<Handlers, Publisher, Requester, Inside extends AnyHandlers, Outside extends AnyHandlers>(
  definition: ServiceDefinition<NoteTables, Handlers, Publisher, Requester, Inside, Outside>,
  env: Readonly<Record<string, string>> = {},
): Promise<RunningService> {
  const all = { RABBITMQ_URL: nowhere, DATABASE_URL: ":memory:", HTTP_PORT: "0", LOG_LEVEL: "silent", SHUTDOWN_MS: "1000", ...env };
  const service = await startService(definition, readConfig(all, definition.contract.id));
  onTestFinished(() => service.stop());
  return service;
}

export const post = (service: RunningService, headers: Record<string, string> = {}, query = ""): Promise<Response> =>
  fetch(`${service.url}/notes${query}`, { method: "POST", headers });

export const json = async <T>(url: string): Promise<T> => (await (await fetch(url)).json()) as T;
