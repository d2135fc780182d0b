import { afterAll, expect, vi } from "vitest";
import { type Broker, MessagingError, openRabbit, type RabbitOptions } from "#messaging";
import type { TestBroker } from "../../support/broker.js";
import { message } from "../broker-fixtures.js";

/** Every line that handles of this file logged. */
export interface LogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly text: string;
}

export const recordingLog = () => {
  const lines: LogLine[] = [];
  const at = (level: LogLine["level"]) => (_: object, text: string) => void lines.push({ level, text });
  return { lines, debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
};

/** Opens handles and closes them when the file is done. */
export const opener = () => {
  const opened: Broker[] = [];
  afterAll(async () => {
    await Promise.all(opened.map((broker) => broker.close()));
  });
  return (url: string, options: Partial<RabbitOptions> = {}): Broker => {
    const broker = openRabbit({ url, name: "test", closeTimeoutMs: 1_000, ...options });
    opened.push(broker);
    return broker;
  };
};

/** `resolved`, or the code with which it failed. */
export const outcome = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "resolved",
    (error: unknown) => (error instanceof MessagingError ? error.code : String(error)),
  );

export const numbered = (to: string, count: number) =>
  Array.from({ length: count }, (_, at) => message({ routingKey: to, body: Buffer.from(`${at}`), messageId: `m-${at}` }));

/** Cuts both connections of a handle. The management API shows one only some time after it was opened. */
export const dropBoth = (rabbit: TestBroker, broker: Broker): Promise<void> =>
  vi.waitFor(async () => {
    await rabbit.dropConnections();
    expect(broker.counters?.lostConnections).toBeGreaterThan(1);
  }, eventually);

export const eventually = { timeout: 18_000, interval: 20 };
