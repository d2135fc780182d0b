/** What the thread begins with: TypeScript has to be told to each thread anew. */
import { parentPort, workerData } from "node:worker_threads";
import { register } from "tsx/esm/api";

register();
const { writeBatches } = await import("./write-batches.ts");
await writeBatches(parentPort, workerData);
