import { expect, test } from "vitest";
import { ConfigError, readConfig } from "#host";
import { databaseOf } from "../../scripts/setup/services.mjs";

test("without any variable, everything has a local default", () => {
  expect(readConfig({}, "orders/payment")).toEqual({
    brokerUrl: "amqp://guest:guest@localhost:5672",
    databaseUrl: "sqlite:.warren/data/orders-payment.db",
    httpHost: "127.0.0.1",
    httpPort: undefined,
    logLevel: "info",
    requestsPerMinute: 60_000,
    shutdownMs: 8_000,
    journal: 0,
  });
});

test("a worker works on the database of the application that it is named after, here and under npm start", () => {
  const named = { "portfolio/users-worker": "portfolio/users", "portfolio/users": "portfolio/users", "jobs/worker": "jobs/worker" };
  for (const [id, owner] of Object.entries(named)) {
    expect(readConfig({}, id).databaseUrl).toBe(`sqlite:.warren/data/${owner.replace("/", "-")}.db`);
    expect(databaseOf(id)).toBe(owner);
  }
});

test("the broker is taken from its parts, with credentials and vhost escaped", () => {
  const env = {
    RABBITMQ_HOST: "rabbit",
    RABBITMQ_PORT: "5673",
    RABBITMQ_USER: "swappo_user",
    RABBITMQ_PASSWORD: "a/b@c",
    RABBITMQ_VHOST: "a/b",
  };
  expect(readConfig(env, "a/b").brokerUrl).toBe("amqp://swappo_user:a%2Fb%40c@rabbit:5673/a%2Fb");
});

test("a broker URL wins over its parts", () => {
  expect(readConfig({ RABBITMQ_URL: "amqps://x", RABBITMQ_HOST: "y" }, "a/b").brokerUrl).toBe("amqps://x");
});

test("a broker's host may be an IPv6 address", () => {
  expect(readConfig({ RABBITMQ_HOST: "::1" }, "a/b").brokerUrl).toBe("amqp://guest:guest@[::1]:5672");
});

test.each([
  [{ RABBITMQ_HOST: "bad host" }, /^RABBITMQ_HOST .*"bad host"/],
  [{ RABBITMQ_HOST: "user@host" }, /^RABBITMQ_HOST /],
  [{ RABBITMQ_URL: "amqp://u:se%cret@h" }, /^RABBITMQ_URL .*percent-encoded/],
])("an address that cannot be one is told, without its password: %o", (env, sentence) => {
  expect(() => readConfig(env, "a/b")).toThrow(sentence);
  expect(() => readConfig(env, "a/b")).not.toThrow(/cret/);
});

test("an empty variable counts as absent", () => {
  expect(readConfig({ HTTP_PORT: "", LOG_LEVEL: "" }, "a/b")).toMatchObject({ httpPort: undefined, logLevel: "info" });
});

test("every wrong value is one sentence that names its variable", () => {
  const env = { RABBITMQ_URL: "http://x", HTTP_PORT: "-1", LOG_LEVEL: "loud", SHUTDOWN_MS: "soon" };
  const message = (): string => {
    try {
      readConfig(env, "a/b");
    } catch (error) {
      if (error instanceof ConfigError) return error.message;
    }
    return "";
  };
  expect(message().split("\n")).toEqual([
    "RABBITMQ_URL must be a URL that begins with amqp:// or amqps://, percent-encoded.",
    'HTTP_PORT must be a whole number from 0 to 65535, not "-1".',
    'LOG_LEVEL must be one of trace, debug, info, warn, error, silent, not "loud".',
    'SHUTDOWN_MS must be a whole number from 0 to 3600000, not "soon".',
  ]);
});
