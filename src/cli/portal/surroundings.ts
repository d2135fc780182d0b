/** Where the broker and the services are that the portal looks at. */
import { createInterface } from "node:readline/promises";
import type { ServiceAddress, Surroundings } from "#portal";
import { managementAddress } from "#topology";
import { UsageError } from "../report.js";

/** As the environment names the broker: `RABBITMQ_URL` and the others. */
export async function surroundingsIn(env: NodeJS.ProcessEnv, services: readonly ServiceAddress[]): Promise<Surroundings> {
  const { ConfigError, readConfig } = await import("#host");
  try {
    const { brokerUrl } = readConfig(env, "warren/portal");
    return { brokerUrl, management: managementAddress({ brokerUrl, managementUrl: env.RABBITMQ_MANAGEMENT_URL }), services };
  } catch (error) {
    throw error instanceof ConfigError ? new UsageError(error.message.replaceAll("\n", " ")) : error;
  }
}

/** `npm start` writes it when broker and services are there: `{"env":{"RABBITMQ_URL":"…"},"services":["orders/payment=http://…"]}`. */
interface Told {
  readonly env: NodeJS.ProcessEnv;
  readonly services: readonly string[];
}

/** What the first line of the input says. Waits for it, until the signal aborts. */
export async function surroundingsTold(input: NodeJS.ReadableStream, signal: AbortSignal): Promise<Surroundings> {
  for await (const line of createInterface({ input, signal })) {
    const { env, services } = JSON.parse(line) as Told;
    return surroundingsIn({ ...process.env, ...env }, services.map(serviceOf));
  }
  throw new UsageError("Nothing on the standard input says where the broker is.");
}

/** `orders/payment=http://127.0.0.1:8082` */
export function serviceOf(text: string): ServiceAddress {
  const [, id, url] = /^([^=]+)=(https?:\/\/.+)$/.exec(text) ?? [];
  if (id === undefined || url === undefined || !URL.canParse(url)) {
    throw new UsageError(`--service is given as id=url, orders/payment=http://127.0.0.1:8082, not "${text}".`);
  }
  return { id, url: url.replace(/\/+$/, "") };
}
