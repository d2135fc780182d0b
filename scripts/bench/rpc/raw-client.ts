/** Raw amqplib that asks: a plain channel, a map of who waits for what, single acks. It reads nothing of what comes back. */
import { randomUUID } from "node:crypto";
import { portfolio } from "#generated/portfolio/portfolio/index.js";
import { requestBalance } from "#generated/portfolio/portfolio/operations.js";
import { connectRaw } from "../raw.js";
import { takeOrders } from "./load.js";
import { declareLike, request, requestProperties } from "./raw-wire.js";

const [url = "", queue = ""] = process.argv.slice(2);
const replies = `${queue}.replies`;
const connection = await connectRaw(url);
const publishing = await connection.createChannel();
const reading = await connection.createChannel();
const waiting = new Map<unknown, () => void>();

await declareLike(reading, portfolio.topology, requestBalance.replies.queue, replies);
// As many as ours takes: twice what it has under way.
await reading.prefetch(2 * requestBalance.maxInFlight);
await reading.consume(replies, (message) => {
  if (message === null) throw new Error("the reply queue is gone");
  const id: unknown = message.properties.correlationId;
  waiting.get(id)?.();
  waiting.delete(id);
  reading.ack(message);
});

takeOrders({
  ask: () =>
    new Promise<void>((resolve) => {
      const id = randomUUID();
      waiting.set(id, resolve);
      publishing.publish(request.exchange, queue, request.body, requestProperties(id, replies));
    }),
  left: () => waiting.size,
});
