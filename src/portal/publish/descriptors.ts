/** The operations of an application as its services have them: read from the generated code, so that what is checked here is what runs there. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { HttpError } from "#http";
import type { RequestOperation, SendOperation } from "#messaging";

export type Sendable = SendOperation | RequestOperation;

export const isRequest = (operation: Sendable): operation is RequestOperation => "replies" in operation;

/**
 * Finds the descriptor of a send operation in `<generated>/<application>/operations.ts`. Rejects with a 503 where the generated code does not
 * fit the documents, and says what to do.
 */
export async function findDescriptor(generated: string, application: string, key: string): Promise<Sendable> {
  const file = join(generated, application, "operations.ts");
  const code: unknown = await import(pathToFileURL(file).href).catch((cause: unknown) => {
    throw notGenerated(`The generated code of ${application} cannot be loaded`, cause);
  });
  const found = Object.values(code as Readonly<Record<string, unknown>>).find((one) => isSendable(one) && one.id === key);
  if (found === undefined) throw notGenerated(`The generated code of ${application} has no operation ${key}`);
  return found as Sendable;
}

const isSendable = (value: unknown): value is Sendable =>
  typeof value === "object" && value !== null && "exchange" in value && "routingKey" in value && "id" in value;

const notGenerated = (what: string, cause?: unknown): HttpError =>
  new HttpError(503, `${what}: run npm run generate, and start the portal again.`, { cause });
