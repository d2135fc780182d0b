/** Raw amqplib that answers: the same bytes to everybody, acked one by one. No parsing, no database. */
import { usersWorker } from "#generated/portfolio/users-worker/index.js";
import { balanceRequest } from "#generated/portfolio/users-worker/operations.js";
import { connectRaw } from "../raw.js";
import { declareLike, response, responseProperties } from "./raw-wire.js";

const [url = "", queue = "", prefetch = "", consumers = ""] = process.argv.slice(2);
const connection = await connectRaw(url);
const publishing = await connection.createChannel();
const reading = await connection.createChannel();

await declareLike(reading, usersWorker.topology, balanceRequest.queue, queue);
// For each consumer.
await reading.prefetch(Number(prefetch));
for (let consumer = 0; consumer < Number(consumers); consumer++) {
  await reading.consume(queue, (message) => {
    if (message === null) throw new Error("the request queue is gone");
    const { properties } = message;
    publishing.publish(response.exchange, String(properties.replyTo), response.body, responseProperties(properties.correlationId));
    reading.ack(message);
  });
}

process.on("disconnect", () => process.exit(0));
process.send?.("ready");
