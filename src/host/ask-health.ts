import { isIPv6 } from "node:net";
import type { Config } from "./config.js";

/** What the running service says of itself, in one line. */
export interface HealthReport {
  readonly ready: boolean;
  readonly line: string;
}

/** Longest wait for the answer, milliseconds. */
const answerMs = 2_000;

/** Asks the service that listens where this configuration says whether it is ready. Never rejects. */
export async function askHealth(
  { httpHost, httpPort }: Pick<Config, "httpHost" | "httpPort">,
  port: number | undefined,
): Promise<HealthReport> {
  const asked = httpPort ?? port ?? 0;
  if (asked === 0) return { ready: false, line: "nobody knows where it listens; set HTTP_PORT to the service's port" };
  const url = `http://${reachable(httpHost)}:${asked}`;
  try {
    const response = await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(answerMs) });
    const missing = missingIn(await response.json());
    if (response.ok) return { ready: true, line: missing === "" ? "ready" : `ready, without ${missing}` };
    return { ready: false, line: missing === "" ? `not ready (${response.status})` : `not ready, without ${missing}` };
  } catch {
    return { ready: false, line: `no answer from ${url}` };
  }
}

/** Where a service can be reached that listens there: one on all addresses also listens on the loopback. */
function reachable(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return isIPv6(host) ? `[${host}]` : host;
}

function missingIn(answer: unknown): string {
  const { checks } = answer as { checks?: Readonly<Record<string, unknown>> };
  return Object.entries(checks ?? {})
    .flatMap(([name, there]) => (there === true ? [] : [name]))
    .join(", ");
}
