/** Everything that may become of the messages of one publish: breadth first, certain ways before uncertain ones. */
import type { BrokerModel, BrokerQueue } from "./broker.js";
import { type Delivery, deliver, type Shape, type Watch } from "./deliver.js";
import { alwaysExpires, departuresOf, keepsRoutingKey, type Leaving, type Retry } from "./departures.js";
import { exactKey, type KeySet } from "./keys.js";
import type { Certainty, Hop, RouteEnd } from "./model.js";

/** A message in a queue, and how it came there. */
export interface Arrival {
  readonly queue: string;
  readonly hops: readonly Hop[];
  readonly certainty: Certainty;
  readonly consumers: readonly RouteEnd[];
}

export interface Walk {
  readonly arrivals: readonly Arrival[];
  /** The key sets with which the publish itself reaches no queue. */
  readonly lost: readonly KeySet[];
  /** Dead letters that reach no queue. */
  readonly deadEnds: readonly Leaving[];
}

export interface Publish extends Shape {
  readonly hop: Extract<Hop, { kind: "publish" | "reply" }>;
  readonly expirationMs?: number;
}

interface Stop extends Arrival {
  readonly keySets: readonly KeySet[];
  readonly expirationMs?: number;
  /** The queues it went through by the broker's own doing since the last rejection: RabbitMQ drops it rather than let it enter one again. */
  readonly automatic: readonly string[];
}

export function walk(broker: BrokerModel, publish: Publish, watch: Watch): Walk {
  const { keySets, headers, hop, expirationMs } = publish;
  const agenda = createAgenda(broker);
  const deadEnds: Leaving[] = [];
  const first = deliver(broker, hop.exchange, { keySets, headers }, watch);
  const start = { hops: [hop], certainty: "always", automatic: [], ...(expirationMs === undefined ? {} : { expirationMs }) } as const;
  agenda.arrive(start, first);

  for (let stop = agenda.next(); stop !== undefined; stop = agenda.next()) {
    const queue = broker.queues.get(stop.queue);
    if (queue === undefined) continue;
    const { retries, leaving } = departuresOf(queue, stop.expirationMs);
    for (const retry of retries) agenda.arrive(onward(stop, retry), deliverRetry(retry));
    for (const hop of leaving) {
      const keys = hop.routingKey === undefined ? stop.keySets : [[exactKey(hop.routingKey)]];
      const delivery = deliver(broker, hop.exchange, { keySets: keys, headers }, watch);
      if (delivery.delivered.length === 0) deadEnds.push(hop);
      agenda.arrive(onward(stop, hop, alwaysExpires(broker, stop.queue)), delivery);
    }
  }
  return { arrivals: agenda.arrivals, lost: first.lost, deadEnds };
}

type Departure = Pick<Stop, "hops" | "certainty" | "automatic" | "expirationMs">;

function onward(stop: Stop, hop: Leaving | Retry, surely = false): Departure {
  const hops = [...stop.hops, hop];
  if (hop.kind === "expire") return { hops, certainty: surely ? stop.certainty : "may", automatic: [...stop.automatic, stop.queue] };
  const rejected = hop.kind === "retry" || hop.reasons.some((reason) => reason !== "maxlen" && reason !== "delivery_limit");
  return { hops, certainty: "may", automatic: rejected ? [] : [...stop.automatic, stop.queue] };
}

/** The runtime puts it into the delay queue; expiry brings it back under the queue's own name. */
function deliverRetry({ queue }: Retry): Delivery {
  return { delivered: [{ queue, hops: [], certainty: "always", keySets: [[exactKey(queue)]] }], lost: [] };
}

/** Stops still to be left. A message in the same state is followed up once, by the surest and shortest way, so that loops end. */
function createAgenda(broker: BrokerModel) {
  const arrivals: Arrival[] = [];
  const left = new Set<string>();
  const open: Record<Certainty, Stop[]> = { always: [], may: [] };
  const taken: Record<Certainty, number> = { always: 0, may: 0 };

  const take = (certainty: Certainty): Stop | undefined => {
    const stop = open[certainty][taken[certainty]];
    if (stop !== undefined) taken[certainty]++;
    return stop;
  };
  return {
    arrivals,
    arrive(from: Departure, { delivered }: Delivery): void {
      for (const { queue, hops, certainty, keySets } of delivered) {
        if (from.automatic.includes(queue)) continue;
        const consumers = broker.queues.get(queue)?.consumers ?? [];
        const surest = from.certainty === "always" ? certainty : "may";
        const stop = { ...from, queue, hops: [...from.hops, ...hops], certainty: surest, keySets, consumers };
        arrivals.push(stop);
        open[surest].push(stop);
      }
    },
    next(): Stop | undefined {
      for (let stop = take("always") ?? take("may"); stop !== undefined; stop = take("always") ?? take("may")) {
        const state = stateOf(stop, broker.queues.get(stop.queue));
        if (left.has(state)) continue;
        left.add(state);
        return stop;
      }
      return undefined;
    },
  };
}

/** Two messages in one state have the same future. */
function stateOf({ queue, keySets, expirationMs }: Stop, model: BrokerQueue | undefined): string {
  const keys = model !== undefined && keepsRoutingKey(model) ? keySets.map((keys) => keys.map(({ text }) => text)) : [];
  return JSON.stringify([queue, expirationMs ?? null, keys]);
}
