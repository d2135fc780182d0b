// @ts-check
// A thread for openapi-typescript: it takes over a second to load, which another core can spend while this one reads AsyncAPI.
// Plain JavaScript, so that the thread starts without a TypeScript loader.
import { parentPort } from "node:worker_threads";

const ready = import("openapi-typescript");

parentPort?.on("message", async (/** @type {{ id: number, document: string }} */ { id, document }) => {
  try {
    const { default: openapiTypeScript, astToString } = await ready;
    const text = astToString(await openapiTypeScript(document, { silent: true }));
    parentPort?.postMessage({ id, text });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
