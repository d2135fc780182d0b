import { on } from "node:events";
import type { MessagePort } from "node:worker_threads";
import type { Page } from "../content/model.js";
import type { Batch } from "./page-thread.js";
import { type PageOptions, writePages } from "./write-pages.js";

/** Writes the batches that come through a port until an empty one, and says of each that it is written. */
export async function writeBatches(port: MessagePort, options: PageOptions): Promise<void> {
  await writePages(pagesFrom(port), options);
  port.postMessage("written");
}

async function* pagesFrom(port: MessagePort): AsyncIterable<Page> {
  for await (const [batch] of on(port, "message") as AsyncIterable<[Batch]>) {
    if (batch.length === 0) return;
    yield* batch;
    port.postMessage("written");
  }
}
