// @ts-check
// Signals to a process and all that it started. A child spawned with `detached` leads a group of its own.

/** @param {number} pid leader of the group @param {NodeJS.Signals} signal */
export const signalGroup = (pid, signal) => {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended: nothing to signal.
  }
};

/** Whether any process of the group is left. @param {number} pid */
export const isAlive = (pid) => {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
};
