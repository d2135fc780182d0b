import type { Way, WayChange } from "./model.js";

/** In which order producer and consumer may be deployed, where it matters; undefined where it does not. */
export function adviceOf(ways: readonly WayChange[]): string | undefined {
  const fails = (way: Way): boolean => ways.some((each) => each.way === way && ["breaking", "unknown", "accepted"].includes(each.outcome));
  if (fails("new-to-new")) return "No order of deployment helps: the new producer and the new consumer do not fit each other.";
  if (fails("old-to-new") && fails("new-to-old"))
    return "Neither can be deployed first: make the change in two steps, first expand, then contract.";
  if (fails("new-to-old")) return "Deploy the consumer first, on all instances, then the producer.";
  if (fails("old-to-new"))
    return "Deploy the producer first, let everything sent before be taken, dead letters included, then the consumer.";
  return undefined;
}
