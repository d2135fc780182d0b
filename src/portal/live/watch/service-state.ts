import type { ServiceAddress } from "../context.js";

/** What a service says of its own health. */
export interface ServiceState {
  readonly state: "ready" | "not ready" | "away";
  /** What it needs and has not, by the names of its checks. It may be ready without some. */
  readonly lacks: readonly string[];
}

/** Longest wait for the answer, milliseconds. */
const answerMs = 2_000;

/** Asks `/health/ready`. Never rejects. */
export async function stateOf({ url }: ServiceAddress): Promise<ServiceState> {
  try {
    const response = await fetch(`${url}/health/ready`, { redirect: "error", signal: AbortSignal.timeout(answerMs) });
    const { checks } = (await response.json()) as { readonly checks?: Readonly<Record<string, unknown>> };
    const lacks = Object.entries(checks ?? {}).flatMap(([name, there]) => (there === true ? [] : [name]));
    return { state: response.ok ? "ready" : "not ready", lacks };
  } catch {
    return { state: "away", lacks: [] };
  }
}
