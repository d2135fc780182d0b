// @ts-check
import { join } from "node:path";
import { tryLock } from "./lock.mjs";

/**
 * The first slot that no other run uses. A slot's folder keeps the state of `npm start` from one run to the next.
 * @param {string} folder
 * @returns {{ number: number, folder: string, release: () => void }}
 */
export const takeSlot = (folder) => {
  for (let number = 1; ; number += 1) {
    const slot = join(folder, String(number));
    const release = tryLock(join(slot, "lock"));
    if (release !== undefined) return { number, folder: slot, release };
  }
};
