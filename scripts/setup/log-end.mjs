// @ts-check
import { readFileSync } from "node:fs";

/** The end of a log, for an error message; nothing where there is none yet. @param {string} file */
export const logEnd = (file) => {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").slice(-15).join("\n");
  } catch {
    return "";
  }
};
