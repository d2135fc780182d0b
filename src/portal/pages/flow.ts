import type { Page } from "../content/model.js";
import { wholeFlow } from "../flow/flows.js";
import type { System } from "../system/model.js";

/** The whole system as one picture. */
export function* flowPages(system: System): Iterable<Page> {
  yield {
    address: "flow",
    kind: "flow",
    title: "Flow",
    summary: "Who sends what to whom: every application, exchange and queue in one picture.",
    trail: [],
    blocks: [wholeFlow(system)],
  };
}
