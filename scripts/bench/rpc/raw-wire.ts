/** What both raw sides put on the wire: as many bytes, the same properties and the same kinds of queues as ours. */
import { randomUUID } from "node:crypto";
import type { Channel, Options } from "amqplib";
import { portfolio } from "#generated/portfolio/portfolio/index.js";
import { requestBalance } from "#generated/portfolio/portfolio/operations.js";
import { usersWorker } from "#generated/portfolio/users-worker/index.js";
import { balanceRequest } from "#generated/portfolio/users-worker/operations.js";
import type { Topology } from "#messaging";
import { users } from "./load.js";

const common = { user_id: users.first, correlation_id: randomUUID(), timestamp: new Date().toISOString() };
const headers = { traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" };

export const request = {
  exchange: requestBalance.exchange,
  body: Buffer.from(JSON.stringify({ ...common, requested_by: "portfolio-api" })),
};
export const response = {
  exchange: balanceRequest.reply?.exchange ?? "",
  body: Buffer.from(JSON.stringify({ ...common, balance: "75000.50", currency: "USD", success: true })),
};

export const requestProperties = (correlationId: string, replyTo: string): Options.Publish => ({
  ...properties(requestBalance, "BalanceRequest", portfolio.id),
  correlationId,
  replyTo,
});

export const responseProperties = (correlationId: unknown): Options.Publish => ({
  ...properties(balanceRequest.reply ?? requestBalance, "BalanceResponse", usersWorker.id),
  correlationId: String(correlationId),
});

const properties = ({ persistent, mandatory }: { persistent: boolean; mandatory: boolean }, type: string, appId: string) => ({
  persistent,
  mandatory,
  contentType: "application/json",
  type,
  appId,
  messageId: randomUUID(),
  timestamp: Math.floor(Date.now() / 1000),
  headers,
});

/** Declares a queue of the same kind as one of ours, bound to the same exchange under its own name. */
export async function declareLike(channel: Channel, topology: Topology, ours: string, queue: string): Promise<void> {
  const binding = topology.bindings.find((each) => each.queue === ours);
  const model = topology.queues.find((each) => each.name === ours);
  const exchange = topology.exchanges.find((each) => each.name === binding?.exchange);
  if (model === undefined || exchange === undefined) throw new Error(`the contract has no bound queue ${ours}`);
  const { name, type, ...options } = exchange;
  await channel.assertExchange(name, type, options);
  await channel.assertQueue(queue, model);
  await channel.bindQueue(queue, name, queue);
}
