/** The meters as Prometheus reads them. */
import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import type { ReceiveMeter, RequestMeter, SendMeter } from "./meters.js";

/** By operation. */
export interface Meters {
  readonly sends: Map<string, SendMeter>;
  readonly receives: Map<string, ReceiveMeter>;
  readonly requests: Map<string, RequestMeter>;
}

type Rows = Iterable<readonly [Record<string, string>, number]>;
type Show = (name: string, help: string, labelNames: string[], rows: () => Rows) => void;

const buckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Registers everything; returns what has to be observed as it happens. */
export const expose = (registry: Registry, { sends, receives, requests }: Meters) => {
  const counter: Show = (name, help, labelNames, rows) => {
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
  };
  const gauge: Show = (name, help, labelNames, rows) => {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      collect() {
        for (const [labels, value] of rows()) this.set(labels, value);
      },
    });
  };
  const histogram = (name: string, help: string) =>
    new Histogram({ name, help, labelNames: ["operation"], buckets, registers: [registry] });
  exposeSends(counter, sends);
  exposeReceives(counter, gauge, receives);
  exposeRequests(counter, gauge, requests);
  return {
    handlers: histogram("warren_handler_duration_seconds", "How long handlers ran."),
    requests: histogram("warren_request_duration_seconds", "From the call of a request to its answer."),
  };
};

const exposeSends = (counter: Show, sends: Meters["sends"]): void => {
  counter("warren_published_total", "Messages the broker confirmed.", ["operation"], () => pick(sends, (meter) => meter.published));
  counter("warren_enqueued_total", "Messages committed for the outbox.", ["operation"], () => pick(sends, (meter) => meter.enqueued));
  counter("warren_publish_failures_total", "Publishes that failed, by reason.", ["operation", "code"], () =>
    spread(sends, "code", (meter) => meter.failures),
  );
};

const exposeReceives = (counter: Show, gauge: Show, receives: Meters["receives"]): void => {
  counter("warren_consumed_total", "Deliveries, by how they ended.", ["operation", "outcome"], () =>
    spread(receives, "outcome", (meter) => Object.entries(meter.outcomes)),
  );
  counter("warren_redelivered_total", "Deliveries the broker had made before.", ["operation"], () =>
    pick(receives, (meter) => meter.redelivered),
  );
  gauge("warren_in_flight", "Deliveries being handled.", ["operation"], () => pick(receives, (meter) => meter.inFlight));
};

const exposeRequests = (counter: Show, gauge: Show, requests: Meters["requests"]): void => {
  counter("warren_requests_total", "Requests made.", ["operation"], () => pick(requests, (meter) => meter.asked));
  counter("warren_requests_answered_total", "Requests that were answered.", ["operation"], () => pick(requests, (meter) => meter.answered));
  counter("warren_request_failures_total", "Requests without an answer, by reason.", ["operation", "code"], () =>
    spread(requests, "code", (meter) => meter.failures),
  );
  counter("warren_stray_answers_total", "Answers that were dead-lettered, by kind.", ["operation", "kind"], () =>
    spread(requests, "kind", (meter) => Object.entries(meter.strays)),
  );
  gauge("warren_requests_in_flight", "Requests sent and not answered.", ["operation"], () => pick(requests, (meter) => meter.inFlight));
  gauge("warren_requests_waiting", "Requests waiting for their turn.", ["operation"], () => pick(requests, (meter) => meter.waiting));
};

const pick = <M>(meters: ReadonlyMap<string, M>, value: (meter: M) => number): Rows =>
  [...meters].map(([operation, meter]) => [{ operation }, value(meter)] as const);

const spread = <M>(meters: ReadonlyMap<string, M>, label: string, counts: (meter: M) => Iterable<readonly [string, number]>): Rows =>
  [...meters].flatMap(([operation, meter]) => [...counts(meter)].map(([key, count]) => [{ operation, [label]: key }, count] as const));
