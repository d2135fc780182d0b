export { type Config, ConfigError, type Environment, type LogLevel, readConfig } from "./config.js";
export type { ApiScope, ServiceDefinition, ServiceProgram } from "./definition.js";
export { runService } from "./run.js";
export { type RunningService, type ServiceLog, startService } from "./service.js";
