import { type Logger, pino } from "pino";
import type { LogLevel } from "./config.js";

/** JSON lines on standard output, each with the `service`. */
export type ServiceLog = Logger;

export const openLog = (service: string, level: LogLevel): ServiceLog => pino({ level, base: { service } });
