import type { Registry } from "prom-client";
import type { ReceiveMeter, RequestMeter, SendMeter } from "./meters.js";
import { expose, type Meters } from "./prometheus.js";

export interface MessagingMetrics {
  send(operation: string): SendMeter;
  receive(operation: string): ReceiveMeter;
  request(operation: string): RequestMeter;
}

const known = new WeakMap<Registry, MessagingMetrics>();

/** Meters that `registry` shows as `warren_*`; the same ones for the same registry. Without a registry they are counted for nobody. */
export const createMetrics = (registry?: Registry): MessagingMetrics => {
  const existing = registry && known.get(registry);
  if (existing) return existing;
  const meters: Meters = { sends: new Map(), receives: new Map(), requests: new Map() };
  const durations = registry && expose(registry, meters);
  const metrics: MessagingMetrics = {
    send: (operation) => meterOf(meters.sends, operation, () => ({ published: 0, enqueued: 0, failures: new Map() })),
    receive: (operation) =>
      meterOf(meters.receives, operation, () => {
        const duration = durations?.handlers.labels({ operation });
        const outcomes = { done: 0, duplicate: 0, retried: 0, "dead-lettered": 0, requeued: 0 };
        return { outcomes, inFlight: 0, redelivered: 0, observe: (seconds) => duration?.observe(seconds) };
      }),
    request: (operation) =>
      meterOf(meters.requests, operation, () => {
        const duration = durations?.requests.labels({ operation });
        const strays = { unmatched: 0, duplicate: 0, late: 0, invalid: 0 };
        const observe = (seconds: number) => duration?.observe(seconds);
        return { asked: 0, answered: 0, failures: new Map(), strays, inFlight: 0, waiting: 0, observe };
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
