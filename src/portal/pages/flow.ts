import type { Page } from "../content/model.js";
import { wholeFlow } from "../flow/flows.js";
import { marksInWords } from "../flow/words.js";
import type { System } from "../system/model.js";
import { list, section } from "./parts/blocks.js";

const reading =
  "Applications send to exchanges, whose bindings put messages into queues by their routing key; applications read the queues. " +
  "Whatever has a page leads to it. What nobody reads, what reaches nobody and what is not proved is marked.";

/** The whole system as one picture, and what of it is marked. */
export function* flowPages(system: System): Iterable<Page> {
  const flow = wholeFlow(system);
  yield {
    address: "flow",
    kind: "flow",
    title: "Flow",
    summary: "Who sends what to whom: every application, exchange and queue in one picture.",
    trail: [],
    blocks: [{ kind: "paragraph", text: [reading] }, flow, ...section("marked", "Marked", list(marksInWords(flow)))],
  };
}
