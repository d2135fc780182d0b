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

/** A line that stands until the next one is printed, on a terminal; elsewhere nothing. @param {Output} output */
const createStatus = (output) => {
  let shown = false;
  const clear = () => {
    if (shown) output.write("\r\u001b[K");
    shown = false;
  };
  return {
    clear,
    show: (/** @type {string} */ text) => {
      clear();
      if (text === "") return;
      output.write(text);
      shown = true;
    },
  };
};

/** Says after a second, and then every ten, that a step is at work. @param {(text: string) => void} say @param {string} title @returns {() => void} ends it */
const remind = (say, title) => {
  const since = Date.now();
  /** @type {NodeJS.Timeout} */
  let timer;
  const next = () => {
    say(`… ${title} (${Math.round((Date.now() - since) / 1000)} s)`);
    timer = setTimeout(next, remindMs);
  };
  timer = setTimeout(next, slowMs);
  return () => clearTimeout(timer);
};

/** Shows all unfinished steps on one line and counts their seconds. @param {ReturnType<typeof createStatus>} status */
const createCounter = (status) => {
  /** @type {Map<string, number>} */
  const running = new Map();
  /** @type {NodeJS.Timeout | undefined} */
  let ticking;
  const tick = () => {
    const slow = [...running].filter(([, since]) => Date.now() - since >= slowMs);
    status.show(
      slow.length === 0 ? "" : `… ${slow.map(([title, since]) => `${title} (${Math.floor((Date.now() - since) / 1000)} s)`).join(", ")}`,
    );
  };
  return (/** @type {string} */ title) => {
    running.set(title, Date.now());
    ticking ??= setInterval(tick, 250);
    return () => {
      running.delete(title);
      if (running.size > 0) return;
      clearInterval(ticking);
      ticking = undefined;
    };
  };
};

/**
 * Progress of steps that run one after the other or side by side. On a terminal the unfinished ones are shown on one line that
 * counts the seconds; elsewhere a step that takes longer than a second says so once, and again every ten seconds.
 * @param {Output} [output]
 * @returns {Steps}
 */
export const createSteps = (output = process.stdout) => {
  const begun = Date.now();
  const status = createStatus(output);
  const say = (/** @type {string} */ text) => {
    status.clear();
    output.write(`${text}\n`);
  };
  const follow = output.isTTY === true ? createCounter(status) : (/** @type {string} */ title) => remind(say, title);
  return {
    say,
    elapsed: () => seconds(Date.now() - begun),
    async run(title, work) {
      const since = Date.now();
      const unfollow = follow(title);
      let note = "";
      const finish = (/** @type {string} */ mark) => {
        unfollow();
        say(`${mark} ${title}${note === "" ? "" : `: ${note}`} (${seconds(Date.now() - since)})`);
      };
      try {
        const result = await work({ note: (text) => (note = text) });
        finish("✓");
        return result;
      } catch (error) {
        finish("✗");
        throw error;
      }
    },
  };
};
