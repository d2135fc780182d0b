/** How everything stands at one moment, by the node of the flow picture that it belongs to. */
import type { Broker } from "#messaging";
import { type BrokerFigures, type Management, type QueueFigures, templateFor } from "#topology";
import type { ServiceAddress } from "../context.js";
import type { BrokerNow, ExchangeNow, QueueNow, ServiceNow } from "./answers.js";
import { stateOf } from "./service-state.js";

/** `broker`, `queue:payment-queue`, `exchange:orders`, `service:orders/payment`. A queue of each instance stands under its name with `{instance}`. */
export type Now = ReadonlyMap<string, Entry>;

type Entry = BrokerNow | QueueNow | ExchangeNow | ServiceNow;

export interface Sources {
  readonly management: Pick<Management, "figures">;
  broker(): Promise<Pick<Broker, "state">>;
  readonly services: readonly ServiceAddress[];
  /** Of the documents. */
  readonly queues: readonly string[];
}

/** Reads it all; never rejects. */
export function createReading({ management, broker, services, queues }: Sources): () => Promise<Now> {
  const templateOf = templateFor(queues);
  const figures = async (): Promise<Now> => {
    try {
      return figuresByNode(await management.figures(), templateOf);
    } catch (error) {
      return new Map([["broker", await whyNot(error, broker)]]);
    }
  };
  return async () => {
    const [seen, states] = await Promise.all([
      figures(),
      Promise.all(services.map(async (each) => [each.id, await stateOf(each)] as const)),
    ]);
    return new Map<string, Entry>([...seen, ...states.map(([id, state]) => [`service:${id}`, state] as const)]);
  };
}

function figuresByNode({ queues, exchanges }: BrokerFigures, templateOf: (name: string) => string | undefined): Now {
  const byTemplate = new Map<string, QueueFigures[]>();
  for (const queue of queues) {
    const name = templateOf(queue.name) ?? queue.name;
    byTemplate.set(name, [...(byTemplate.get(name) ?? []), queue]);
  }
  return new Map<string, Entry>([
    ["broker", { state: "up" }],
    ...exchanges.map(({ name, ...rest }) => [`exchange:${name}`, rest] as const),
    ...[...byTemplate].map(([name, all]) => [`queue:${name}`, sum(all)] as const),
  ]);
}

const sum = (all: readonly QueueFigures[]): QueueNow => {
  const total = (of: (figures: QueueFigures) => number): number => all.reduce((before, figures) => before + of(figures), 0);
  return {
    ready: total(({ ready }) => ready),
    unacked: total(({ unacked }) => unacked),
    consumers: total(({ consumers }) => consumers),
    published: total(({ published }) => published),
    delivered: total(({ delivered }) => delivered),
    acked: total(({ acked }) => acked),
  };
};

/** The broker itself is asked only where its management API does not answer. */
async function whyNot(error: unknown, broker: Sources["broker"]): Promise<BrokerNow> {
  try {
    await broker();
    return { state: "unseen", reason: sentenceOf(error) };
  } catch (fault) {
    return { state: "away", reason: sentenceOf(fault) };
  }
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What differs from before; `null` for what is there no more. */
export function changesOf(before: Now, now: Now): Readonly<Record<string, unknown>> {
  const isOther = ([id, value]: readonly [string, unknown]): boolean => JSON.stringify(before.get(id)) !== JSON.stringify(value);
  const gone = [...before.keys()].filter((id) => !now.has(id)).map((id) => [id, null] as const);
  return Object.fromEntries([...[...now].filter(isOther), ...gone]);
}
