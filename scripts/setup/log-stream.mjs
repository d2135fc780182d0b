// @ts-check
// Logs of several services on one terminal.
import { createInterface } from "node:readline";

/** @type {Record<number, string>} */
const levels = { 10: "trace", 20: "debug", 30: "info", 40: "warn", 50: "error", 60: "fatal" };
const omitted = new Set(["level", "time", "msg", "pid", "hostname", "name", "app", "application", "service"]);

/** @param {string} line */
const parse = (line) => {
  try {
    const value = JSON.parse(line);
    return typeof value === "object" && value !== null && typeof value.level === "number" ? value : undefined;
  } catch {
    return undefined;
  }
};

/** One log line for people: time, service, level, message, the rest as JSON. What is no log entry stays as it is. @param {string} id @param {string} line */
export const formatLog = (id, line) => {
  const entry = parse(line);
  if (entry === undefined) return `${id}  ${line}`;
  const time = new Date(entry.time).toISOString().slice(11, 23);
  const rest = Object.fromEntries(Object.entries(entry).filter(([key]) => !omitted.has(key)));
  const details = Object.keys(rest).length === 0 ? "" : ` ${JSON.stringify(rest)}`;
  return `${time} ${id} ${levels[entry.level] ?? entry.level} ${entry.msg ?? ""}${details}`;
};

/** @param {import("./services.mjs").ServiceProcess} service @param {(line: string) => void} say */
export const streamLogs = ({ id, child }, say) => {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on("line", (line) => say(formatLog(id, line)));
  }
};
