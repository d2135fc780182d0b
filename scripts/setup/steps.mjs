// @ts-check
// What a script does, in one line each, with the time it took.

const slowMs = 1000;
const remindMs = 10_000;

/** @typedef {{ write: (text: string) => unknown, isTTY?: boolean }} Output */
/** @typedef {{ note: (text: string) => void }} Step  `note` changes what the finished line says */
/**
 * @typedef {object} Steps
 * @property {<T>(title: string, work: (step: Step) => Promise<T>) => Promise<T>} run does one step and prints its line
 * @property {(text: string) => void} say prints a line as it is
 * @property {() => string} elapsed time since the first step, as text
 */

/** @param {number} ms */
export const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/**
 * Progress of steps that run one after the other or side by side. On a terminal the unfinished ones are shown on one line that
 * counts the seconds; elsewhere a step that takes longer than a second says so once, and again every ten seconds.
 * @param {Output} [output]
 * @returns {Steps}
 */
export const createSteps = (output = process.stdout) => {
  const begun = Date.now();
  /** @type {Map<string, number>} */
  const running = new Map();
  let lineShown = false;
  const clearLine = () => {
    if (lineShown) output.write("\r\u001b[K");
    lineShown = false;
  };
  const say = (/** @type {string} */ text) => {
    clearLine();
    output.write(`${text}\n`);
  };
  const showLine = () => {
    const slow = [...running].filter(([, since]) => Date.now() - since >= slowMs);
    clearLine();
    if (slow.length === 0) return;
    output.write(`… ${slow.map(([title, since]) => `${title} (${Math.floor((Date.now() - since) / 1000)} s)`).join(", ")}`);
    lineShown = true;
  };
  const ticker = () => (output.isTTY === true ? setInterval(showLine, 250) : undefined);
  const reminders = (/** @type {string} */ title, /** @type {number} */ since) => {
    if (output.isTTY === true) return () => {};
    /** @type {NodeJS.Timeout} */
    let timer;
    const remind = () => {
      say(`… ${title} (${Math.round((Date.now() - since) / 1000)} s)`);
      timer = setTimeout(remind, remindMs);
    };
    timer = setTimeout(remind, slowMs);
    return () => clearTimeout(timer);
  };
  /** @type {NodeJS.Timeout | undefined} */
  let tick;
  return {
    say,
    elapsed: () => seconds(Date.now() - begun),
    async run(title, work) {
      const since = Date.now();
      running.set(title, since);
      tick ??= ticker();
      const stopReminders = reminders(title, since);
      let note = "";
      const finish = (/** @type {string} */ mark) =>
        say(`${mark} ${title}${note === "" ? "" : `: ${note}`} (${seconds(Date.now() - since)})`);
      try {
        const result = await work({ note: (text) => (note = text) });
        finish("✓");
        return result;
      } catch (error) {
        finish("✗");
        throw error;
      } finally {
        stopReminders();
        running.delete(title);
        if (running.size === 0) {
          clearInterval(tick);
          tick = undefined;
        }
      }
    },
  };
};
