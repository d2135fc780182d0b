import type { Channel } from "amqplib";
import type { Topology } from "../../src/contract/topology/model.js";

/** Declares a topology as any client would. Rejects with what the broker says of the first object it refuses. */
export async function declareTopology(channel: Channel, { exchanges, queues, bindings }: Topology): Promise<void> {
  await Promise.all(exchanges.map(({ name, type: kind, ...options }) => channel.assertExchange(name, kind, options)));
  await Promise.all(queues.map(({ name, ...options }) => channel.assertQueue(name, options)));
  await Promise.all(
    bindings.map(({ exchange: from, queue: to, routingKey, arguments: args }) => channel.bindQueue(to, from, routingKey, args)),
  );
}
