import { on } from "node:events";
import { Worker } from "node:worker_threads";
import type { Page } from "../content/model.js";
import type { PageOptions } from "./write-pages.js";

/** Pages handed over together: each time costs something, however little is handed over. The last batch is empty. */
export type Batch = readonly Page[];

const batchSize = 50;
/** Batches that may wait for the thread: it always has something to do, and memory stays bounded. */
const mostWaiting = 8;

/** As `writePages`, in a thread of its own while the pages that follow are made. Starting it takes half a second. */
export async function writePagesInThread(pages: Iterable<Page>, options: PageOptions): Promise<void> {
  const thread = new Worker(new URL("./page-thread-main.mjs", import.meta.url), { workerData: options, execArgv: [] });
  const taken = on(thread, "message", { close: ["exit"] });
  try {
    let waiting = 0;
    const wait = async (most: number): Promise<void> => {
      for (; waiting > most; waiting--)
        if ((await taken.next()).done === true) throw new Error("The thread that writes pages ended too soon.");
    };
    for (const batch of batches(pages)) {
      thread.postMessage(batch satisfies Batch);
      waiting++;
      await wait(mostWaiting);
    }
    await wait(0);
  } finally {
    await thread.terminate();
  }
}

function* batches(pages: Iterable<Page>): Iterable<Batch> {
  let batch: Page[] = [];
  for (const page of pages) {
    if (batch.push(page) < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
  yield [];
}
