import type { ManagementAddress } from "./address.js";
import { ManagementError } from "./error.js";

export interface RequestLimits {
  /** For one request, its answer's body included, milliseconds. @default 10000 */
  readonly timeoutMs?: number;
  /** The largest answer that is read, bytes. @default 64 MiB */
  readonly maxBytes?: number;
}

/** Reads one path of the API, which starts with `/api/`; gives the JSON. Rejects with a {@link ManagementError}. */
export type Get = (path: string) => Promise<unknown>;

export function createGet(address: ManagementAddress, { timeoutMs = 10_000, maxBytes = 64 * 1024 * 1024 }: RequestLimits = {}): Get {
  const { url, username, password } = address;
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  return async (path) => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(url + path, { headers: { authorization, accept: "application/json" }, redirect: "error", signal });
      const body = await readBody(response, maxBytes, url);
      if (!response.ok) throw refusal(address, path, response.status);
      return JSON.parse(body) as unknown;
    } catch (error) {
      if (error instanceof ManagementError) throw error;
      if (error instanceof SyntaxError)
        throw new ManagementError("unexpected", `What answers at ${url} is no management API of RabbitMQ.`, { cause: error });
      if (signal.aborted)
        throw new ManagementError("unreachable", `The management API at ${url} gave no answer within ${timeoutMs / 1000} s.`, {
          cause: error,
        });
      throw new ManagementError(
        "unreachable",
        `The management API at ${url} cannot be reached (${reasonOf(error)}): is the management plugin on, and RABBITMQ_MANAGEMENT_URL right?`,
        { cause: error },
      );
    }
  };
}

async function readBody(response: Response, maxBytes: number, url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const parts: AsyncIterable<Uint8Array> | readonly Uint8Array[] = response.body ?? [];
  for await (const chunk of parts) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new ManagementError("unexpected", `The management API at ${url} answers with more than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function refusal({ url, username, vhost }: ManagementAddress, path: string, status: number): ManagementError {
  if (status === 401 || status === 403) {
    const why = "wrong name or password, or it lacks the tag `management` or a permission in the virtual host";
    return new ManagementError("refused", `The management API at ${url} refuses the user "${username}": ${why}.`);
  }
  if (status === 404 && path.startsWith("/api/vhosts/")) return new ManagementError("missing", `RabbitMQ has no virtual host "${vhost}".`);
  return new ManagementError(status === 404 ? "missing" : "unexpected", `The management API at ${url} answers GET ${path} with ${status}.`);
}

/** What undici says of a failed connection stands in its cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return "code" in cause && typeof cause.code === "string" ? cause.code : cause.message;
}
