/** A shop that tells of orders, and who hears of them: sets that differ only in what a test is about. */
import type { Application, ContractSet, ExchangeType, Json, SchemaNode } from "#contract";
import {
  application,
  binding,
  contractSet,
  exchange,
  exchangeChannel,
  message,
  queue,
  queueChannel,
  receive,
  schema,
  send,
} from "../../support/contract-builders.js";

export interface Shop {
  /** What the shop sends, by message key. */
  readonly sent?: Readonly<Record<string, SchemaNode>>;
  /** What the mailer takes, by message key. */
  readonly taken?: Readonly<Record<string, SchemaNode>>;
  readonly queueName?: string;
  readonly queueArguments?: Readonly<Record<string, Json>>;
  readonly exchangeType?: ExchangeType;
  readonly keys?: readonly string[];
  readonly retryDelaysMs?: readonly number[];
  readonly version?: string;
}

const placed = { type: "object", properties: { id: { type: "string" } }, required: ["id"] } as const;

/** `shop.place` sends through the exchange `shop`, `mailer.mail` reads the queue `mail`. Without `sent` or `taken`, both mean an order. */
export function shop({ sent = { Placed: placed }, taken = { Placed: placed }, version = "1.0.0", ...broker }: Shop = {}): ContractSet {
  return contractSet(
    [...seller(sent, broker), ...mailer(taken, broker)].map((each) => ({ ...each, version })),
    [...schemasOf("sent", sent), ...schemasOf("taken", taken)],
  );
}

const schemasOf = (side: string, payloads: Readonly<Record<string, SchemaNode>>) =>
  Object.entries(payloads).map(([key, node]) => schema(`${side}.yaml#/${key}`, node));

const messagesOf = (side: string, payloads: Readonly<Record<string, SchemaNode>>) =>
  Object.keys(payloads).map((key) => message(key, { payload: `${side}.yaml#/${key}` }));

function seller(sent: Readonly<Record<string, SchemaNode>>, { exchangeType = "topic" }: Shop): Application[] {
  if (Object.keys(sent).length === 0) return [];
  const channel = exchangeChannel(exchange("shop", exchangeType), "order.placed", { messages: messagesOf("sent", sent) });
  return [application("shop", [send("place", channel)])];
}

function mailer(taken: Readonly<Record<string, SchemaNode>>, broker: Shop): Application[] {
  if (Object.keys(taken).length === 0) return [];
  const { exchangeType = "topic", keys = ["order.placed"], queueName = "mail", queueArguments = {}, retryDelaysMs = [] } = broker;
  const bindings = keys.map((key) => binding(exchange("shop", exchangeType), key));
  const channel = queueChannel(queue(queueName, queueArguments), bindings, {
    key: "mail",
    messages: messagesOf("taken", taken),
    retryDelaysMs,
  });
  return [application("mailer", [receive("mail", channel)])];
}
