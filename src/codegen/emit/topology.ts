import type { Topology } from "#contract";
import { literal } from "../literal.js";
import { createSourceFile } from "../source-file.js";
import type { ApplicationView } from "./application-view.js";

/** topology.ts: what the application declares on the broker at start-up. */
export function emitTopology(view: ApplicationView, topology: Topology): string {
  const file = createSourceFile(view.header, ["topology"]);
  const value = {
    exchanges: topology.exchanges.map((each) => ({ ...each })),
    queues: topology.queues.map((each) => ({ ...each })),
    bindings: topology.bindings.map((each) => ({ ...each })),
    ...(topology.foreign === undefined ? {} : { foreign: { ...topology.foreign } }),
  };
  file.print(`export const topology: ${file.importType("Topology", view.runtime)} = ${literal(value, "", 40)};`);
  return file.text();
}
