// @ts-check
// One way out of a script that keeps things running: a signal, a failure and the end of the parent all lead to it.
import { stopAllOwned } from "./owned.mjs";
import { SetupError } from "./setup-error.mjs";

// npm passes on a signal that the terminal has sent to us already.
const echoMs = 1000;

/** Resolves with the reason when this process is asked to end. A second request ends it at once. @returns {Promise<string>} */
const endRequested = () =>
  new Promise((resolve) => {
    let first = 0;
    for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
      process.on(signal, () => {
        if (first === 0) first = Date.now();
        else if (Date.now() - first > echoMs) void stopAllOwned("SIGKILL").finally(() => process.exit(130));
        resolve(signal);
      });
    }
    // npm killed with -9 tells nobody; its child only finds itself with another parent.
    const parent = process.ppid;
    if (process.env.npm_lifecycle_event === undefined) return;
    setInterval(() => {
      if (process.ppid !== parent) resolve("the end of npm");
    }, 500).unref();
  });

/** @param {unknown} error */
const report = (error) => {
  const text = error instanceof SetupError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${text}\n`);
};

/** @typedef {(end: () => Promise<void> | void) => void} AtEnd  remembers what to undo; the latest is undone first */

/**
 * Runs `work` until it returns, fails, or the process is asked to end; then undoes what it noted and exits, leaving no process behind.
 * Exit codes: what `work` returns; 1 after a failure; 0 after a request to end.
 * @param {(atEnd: AtEnd) => Promise<number>} work
 * @param {(reason: string) => void} [onRequest]
 */
export const runToEnd = async (work, onRequest = () => {}) => {
  /** @type {(() => Promise<void> | void)[]} */
  const endings = [];
  const requested = endRequested().then((reason) => {
    onRequest(reason);
    return 0;
  });
  let code = 1;
  try {
    code = await Promise.race([requested, work((end) => endings.push(end))]);
  } catch (error) {
    report(error);
  }
  for (const end of endings.reverse()) await Promise.resolve(end()).catch(report);
  await stopAllOwned();
  process.exit(code);
};
