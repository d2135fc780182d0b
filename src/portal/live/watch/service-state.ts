import type { ServiceAddress } from "../context.js";
import type { ServiceNow } from "./answers.js";

/** Longest wait for the answer, milliseconds. */
const answerMs = 2_000;

/** Asks `/health/ready`. Never rejects. */
export async function stateOf({ url }: ServiceAddress): Promise<ServiceNow> {
  try {
    const response = await fetch(`${url}/health/ready`, { redirect: "error", signal: AbortSignal.timeout(answerMs) });
    const { checks } = (await response.json()) as { readonly checks?: Readonly<Record<string, unknown>> };
    const lacks = Object.entries(checks ?? {}).flatMap(([name, there]) => (there === true ? [] : [name]));
    return { state: response.ok ? "ready" : "not ready", lacks };
  } catch {
    return { state: "away", lacks: [] };
  }
}
