/** The baseline: amqplib used directly and well, with confirms, a prefetch and TCP_NODELAY, and nothing else. */
import { randomUUID } from "node:crypto";
import amqp, { type Channel, type ChannelModel, type ConfirmChannel } from "amqplib";

export interface Target {
  readonly exchange: string;
  readonly routingKey: string;
}

export const connectRaw = (url: string): Promise<ChannelModel> => amqp.connect(url, { noDelay: true });

/** The properties that Warren's messages carry, so that both sides put the same bytes on the wire. */
const properties = () => ({
  mandatory: true,
  persistent: true,
  contentType: "application/json",
  type: "OrderAction",
  messageId: randomUUID(),
  appId: "bench",
  timestamp: Math.floor(Date.now() / 1000),
  headers: { traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" },
});

/** Publishes `count` messages with at most `window` unconfirmed; resolves after the last confirm. */
export const publishRaw = (
  channel: ConfirmChannel,
  { exchange, routingKey }: Target,
  payload: object,
  count: number,
  window: number,
): Promise<void> =>
  new Promise((resolve, reject) => {
    let sent = 0;
    let confirmed = 0;
    const next = (): void => {
      if (sent === count) return;
      sent++;
      channel.publish(exchange, routingKey, Buffer.from(JSON.stringify(payload)), properties(), (error: unknown) => {
        if (error) {
          reject(new Error("not confirmed", { cause: error }));
          return;
        }
        confirmed++;
        if (confirmed === count) resolve();
        else next();
      });
    };
    for (let index = 0; index < window; index++) next();
  });

/** Consumes until `count` messages were parsed and acked. */
export async function consumeRaw(channel: Channel, queue: string, count: number, prefetch: number): Promise<void> {
  await channel.prefetch(prefetch);
  const tag = `raw-${randomUUID()}`;
  await new Promise<void>((resolve, reject) => {
    let seen = 0;
    const onMessage = (message: amqp.ConsumeMessage | null): void => {
      if (message === null) {
        reject(new Error("the queue is gone"));
        return;
      }
      JSON.parse(message.content.toString());
      channel.ack(message);
      seen++;
      if (seen === count) resolve();
    };
    channel.consume(queue, onMessage, { consumerTag: tag }).catch(reject);
  });
  await channel.cancel(tag);
}
