/**
 * What the runtime counts. Meters are plain numbers that a message's path adds to; Prometheus reads them when it scrapes,
 * because an `inc` with labels costs about 300 ns and a message meets several.
 * Labels are operation ids, failure codes and outcomes: bounded by the contract.
 */
import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { FailureCode } from "./errors.js";

/** How a delivery ended. */
export type Outcome = "done" | "duplicate" | "retried" | "dead-lettered" | "requeued";

export interface SendMeter {
  /** Confirmed by the broker. */
  published: number;
  /** Committed for the outbox to publish. */
  enqueued: number;
  readonly failures: Map<FailureCode, number>;
}

export interface ReceiveMeter {
  readonly outcomes: Record<Outcome, number>;
  inFlight: number;
  redelivered: number;
  observe(seconds: number): void;
}

export interface MessagingMetrics {
  send(operation: string): SendMeter;
  receive(operation: string): ReceiveMeter;
}

const known = new WeakMap<Registry, MessagingMetrics>();

/** Meters that `registry` shows as `warren_*`; the same ones for the same registry. Without a registry they are counted for nobody. */
export const createMetrics = (registry?: Registry): MessagingMetrics => {
  const existing = registry && known.get(registry);
  if (existing) return existing;
  const sends = new Map<string, SendMeter>();
  const receives = new Map<string, ReceiveMeter>();
  const durations = registry && expose(registry, sends, receives);
  const metrics: MessagingMetrics = {
    send: (operation) => meterOf(sends, operation, () => ({ published: 0, enqueued: 0, failures: new Map() })),
    receive: (operation) =>
      meterOf(receives, operation, () => {
        const duration = durations?.labels({ operation });
        const outcomes = { done: 0, duplicate: 0, retried: 0, "dead-lettered": 0, requeued: 0 };
        return { outcomes, inFlight: 0, redelivered: 0, observe: (seconds) => duration?.observe(seconds) };
      }),
  };
  if (registry) known.set(registry, metrics);
  return metrics;
};

const meterOf = <M>(meters: Map<string, M>, operation: string, create: () => M): M => {
  const existing = meters.get(operation);
  if (existing) return existing;
  const meter = create();
  meters.set(operation, meter);
  return meter;
};

type Rows = Iterable<readonly [Record<string, string>, number]>;

const expose = (registry: Registry, sends: ReadonlyMap<string, SendMeter>, receives: ReadonlyMap<string, ReceiveMeter>) => {
  const counter = (name: string, help: string, labelNames: string[], rows: () => Rows) =>
    new Counter({
      name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        this.reset();
        for (const [labels, value] of rows()) this.inc(labels, value);
      },
    });
  counter("warren_published_total", "Messages the broker confirmed.", ["operation"], () => pick(sends, (meter) => meter.published));
  counter("warren_enqueued_total", "Messages committed for the outbox.", ["operation"], () => pick(sends, (meter) => meter.enqueued));
  counter("warren_publish_failures_total", "Publishes that failed, by reason.", ["operation", "code"], () =>
    [...sends].flatMap(([operation, meter]) => [...meter.failures].map(([code, count]) => [{ operation, code }, count] as const)),
  );
  counter("warren_consumed_total", "Deliveries, by how they ended.", ["operation", "outcome"], () =>
    [...receives].flatMap(([operation, meter]) =>
      Object.entries(meter.outcomes).map(([outcome, count]) => [{ operation, outcome }, count] as const),
    ),
  );
  counter("warren_redelivered_total", "Deliveries the broker had made before.", ["operation"], () =>
    pick(receives, (meter) => meter.redelivered),
  );
  exposeInFlight(registry, receives);
  return new Histogram({
    name: "warren_handler_duration_seconds",
    help: "How long handlers ran.",
    labelNames: ["operation"],
    buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
};

const exposeInFlight = (registry: Registry, receives: ReadonlyMap<string, ReceiveMeter>) =>
  new Gauge({
    name: "warren_in_flight",
    help: "Deliveries being handled.",
    labelNames: ["operation"],
    registers: [registry],
    collect() {
      for (const [labels, value] of pick(receives, (meter) => meter.inFlight)) this.set(labels, value);
    },
  });

const pick = <M>(meters: ReadonlyMap<string, M>, value: (meter: M) => number): Rows =>
  [...meters].map(([operation, meter]) => [{ operation }, value(meter)] as const);
