export { type Config, ConfigError, type Environment, type LogLevel, readConfig } from "./config.js";
export type { ApiScope, HttpDefinition, OutsideScope, ServiceDefinition, ServiceProgram } from "./definition.js";
export type { ServiceLog } from "./log.js";
export { runService } from "./run.js";
export { type RunningService, startService } from "./service.js";
