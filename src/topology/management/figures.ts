/** What a virtual host's queues and exchanges hold and do now. The broker renews it every `collect_statistics_interval`, by default 5 s. */
import { type Fields, fieldsOf, numberIn, textIn } from "./fields.js";
import { isNamedByUsers, readPages } from "./pages.js";
import type { Get } from "./request.js";

export interface QueueFigures {
  readonly name: string;
  /** Messages that wait. */
  readonly ready: number;
  /** Messages that are with consumers. */
  readonly unacked: number;
  readonly consumers: number;
  /** Messages a second: came, went to consumers, were acked. */
  readonly published: number;
  readonly delivered: number;
  readonly acked: number;
}

export interface ExchangeFigures {
  readonly name: string;
  /** Messages a second: came, went to queues. */
  readonly published: number;
  readonly routed: number;
}

export interface BrokerFigures {
  readonly queues: readonly QueueFigures[];
  readonly exchanges: readonly ExchangeFigures[];
}

const queueColumns = ["publish", "deliver_get", "ack"].map(rateColumn);
const exchangeColumns = ["publish_in", "publish_out"].map(rateColumn);

function rateColumn(name: string): string {
  return `message_stats.${name}_details.rate`;
}

export async function readFigures(get: Get, vhost: string): Promise<BrokerFigures> {
  const columns = ["name", "messages_ready", "messages_unacknowledged", "consumers", ...queueColumns];
  const [queues, exchanges] = await Promise.all([
    readPages(get, `/api/queues/${vhost}`, columns.join(",")),
    readPages(get, `/api/exchanges/${vhost}`, ["name", ...exchangeColumns].join(",")),
  ]);
  return { queues: queues.filter(isNamedByUsers).map(queueOf), exchanges: exchanges.filter(isNamedByUsers).map(exchangeOf) };
}

/** What is new to the API has no figures yet, and nothing in it. */
const queueOf = (fields: Fields): QueueFigures => ({
  name: textIn(fields, "name") ?? "",
  ready: numberIn(fields, "messages_ready") ?? 0,
  unacked: numberIn(fields, "messages_unacknowledged") ?? 0,
  consumers: numberIn(fields, "consumers") ?? 0,
  published: rateIn(fields, "publish"),
  delivered: rateIn(fields, "deliver_get"),
  acked: rateIn(fields, "ack"),
});

const exchangeOf = (fields: Fields): ExchangeFigures => ({
  name: textIn(fields, "name") ?? "",
  published: rateIn(fields, "publish_in"),
  routed: rateIn(fields, "publish_out"),
});

const rateIn = (fields: Fields, name: string): number => numberIn(fieldsOf(fieldsOf(fields.message_stats)[`${name}_details`]), "rate") ?? 0;
