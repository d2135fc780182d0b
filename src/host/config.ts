import { isIPv6 } from "node:net";

/** Where a service finds its broker and database and how it listens: read once, at the door. */
export interface Config {
  /** AMQP URL of the broker. */
  readonly brokerUrl: string;
  readonly databaseUrl: string;
  readonly httpHost: string;
  /** Undefined: the service's own default port. 0: any free port. */
  readonly httpPort: number | undefined;
  readonly logLevel: LogLevel;
  /** Requests per minute and client address; 0 sets no limit. */
  readonly requestsPerMinute: number;
  /** How long a stopping service may take to finish what runs, milliseconds. */
  readonly shutdownMs: number;
  /** Entries of the journal of messages; 0 keeps none. */
  readonly journal: number;
}

const logLevels = ["trace", "debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment says something that cannot be used. Each line of the message names one variable. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/**
 * Reads the environment. Every wrong value is one sentence of a single {@link ConfigError}.
 * - `RABBITMQ_URL`, or `RABBITMQ_HOST`, `RABBITMQ_PORT`, `RABBITMQ_USER`, `RABBITMQ_PASSWORD`, `RABBITMQ_VHOST`; default: guest at localhost:5672
 * - `DATABASE_URL`; default: a SQLite file named after the application in `.warren/data`; `<name>-worker` shares that of `<name>`
 * - `WARREN_JOURNAL` (0)
 * - `HTTP_HOST` (127.0.0.1), `HTTP_PORT`, `HTTP_REQUESTS_PER_MINUTE` (60000), `LOG_LEVEL` (info), `SHUTDOWN_MS` (8000)
 */
export function readConfig(env: Environment, applicationId: string): Config {
  const faults: string[] = [];
  const config: Config = {
    brokerUrl: brokerUrl(env, faults),
    databaseUrl: env.DATABASE_URL || `sqlite:.warren/data/${databaseNameOf(applicationId)}.db`,
    httpHost: env.HTTP_HOST || "127.0.0.1",
    httpPort: env.HTTP_PORT ? wholeNumber(env, "HTTP_PORT", 0, 65_535, 0, faults) : undefined,
    logLevel: logLevel(env, faults),
    requestsPerMinute: wholeNumber(env, "HTTP_REQUESTS_PER_MINUTE", 0, 1_000_000_000, 60_000, faults),
    shutdownMs: wholeNumber(env, "SHUTDOWN_MS", 0, 3_600_000, 8_000, faults),
    journal: wholeNumber(env, "WARREN_JOURNAL", 0, 1_000_000, 0, faults),
  };
  if (faults.length > 0) throw new ConfigError(faults.join("\n"));
  return config;
}

/** A worker is another process of the application that it is named after, and works on the same data. */
const databaseNameOf = (applicationId: string): string => applicationId.replace(/-worker$/, "").replaceAll("/", "-");

function brokerUrl(env: Environment, faults: string[]): string {
  if (env.RABBITMQ_URL) {
    if (!isAmqpUrl(env.RABBITMQ_URL)) faults.push("RABBITMQ_URL must be a URL that begins with amqp:// or amqps://, percent-encoded.");
    return env.RABBITMQ_URL;
  }
  const port = wholeNumber(env, "RABBITMQ_PORT", 1, 65_535, 5672, faults);
  const user = encodeURIComponent(env.RABBITMQ_USER || "guest");
  const password = encodeURIComponent(env.RABBITMQ_PASSWORD || "guest");
  const vhost = env.RABBITMQ_VHOST ? `/${encodeURIComponent(env.RABBITMQ_VHOST)}` : "";
  const host = env.RABBITMQ_HOST || "localhost";
  const url = `amqp://${user}:${password}@${isIPv6(host) ? `[${host}]` : host}:${port}${vhost}`;
  if (!isAmqpUrl(url) || /[/?#@]/.test(host)) faults.push(`RABBITMQ_HOST must be a host's name or address, not "${host}".`);
  return url;
}

function isAmqpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, pathname } = new URL(text);
  return /^amqps?:$/.test(protocol) && [username, password, pathname].every(isDecodable);
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function wholeNumber(env: Environment, name: string, least: number, most: number, otherwise: number, faults: string[]): number {
  const text = env[name];
  if (text === undefined || text === "") return otherwise;
  const value = Number(text);
  if (/^[0-9]+$/.test(text) && value >= least && value <= most) return value;
  faults.push(`${name} must be a whole number from ${least} to ${most}, not "${text}".`);
  return otherwise;
}

function logLevel(env: Environment, faults: string[]): LogLevel {
  const text = env.LOG_LEVEL || "info";
  const level = logLevels.find((one) => one === text);
  if (level === undefined) faults.push(`LOG_LEVEL must be one of ${logLevels.join(", ")}, not "${text}".`);
  return level ?? "info";
}
