import { EventEmitter } from "node:events";
import type { Channel, ConsumeMessage } from "amqplib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { DeliveryChannel, type DeliveryChannels } from "../../../src/messaging/rabbitmq/delivery-channel.js";

/** The broker's side of a channel: what it delivered and holds as not settled. Anything RabbitMQ would close a channel for throws. */
class BrokerSide extends EventEmitter {
  readonly outstanding = new Set<number>();
  readonly acked: number[] = [];
  readonly nacked: number[] = [];
  sentAcks = 0;

  ack({ fields: { deliveryTag } }: ConsumeMessage, multiple: boolean): void {
    this.sentAcks++;
    if (!this.outstanding.has(deliveryTag)) throw new Error(`unknown delivery tag ${deliveryTag}`);
    for (const tag of [...this.outstanding]) {
      if (tag === deliveryTag || (multiple && tag < deliveryTag)) {
        this.outstanding.delete(tag);
        this.acked.push(tag);
      }
    }
  }

  nack({ fields: { deliveryTag } }: ConsumeMessage): void {
    if (!this.outstanding.delete(deliveryTag)) throw new Error(`unknown delivery tag ${deliveryTag}`);
    this.nacked.push(deliveryTag);
  }

  async close(): Promise<void> {
    this.emit("close");
  }
}

const message = (deliveryTag: number): ConsumeMessage =>
  ({
    fields: { deliveryTag, redelivered: false, exchange: "", routingKey: "", consumerTag: "c" },
    properties: {},
    content: Buffer.alloc(0),
  }) as ConsumeMessage;

const open = () => {
  const broker = new BrokerSide();
  const channels: DeliveryChannels = { open: new Set(), staleAcks: 0 };
  // Of amqplib's channel only these three methods and the event are used.
  const channel = new DeliveryChannel(broker as unknown as Channel, channels);
  let last = 0;
  const deliver = () => {
    broker.outstanding.add(++last);
    return channel.deliver(message(last), "queue");
  };
  return { broker, channels, channel, deliver };
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("whatever the order of acks and nacks over however many turns: the broker loses what was acked, nothing else", async () => {
  const step = fc.record({ deliver: fc.nat(5), settle: fc.array(fc.record({ pick: fc.nat(), ack: fc.boolean() }), { maxLength: 6 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const { broker, channels, deliver } = open();
      const held: { tag: number; delivery: ReturnType<typeof deliver> }[] = [];
      const acked: number[] = [];
      const nacked: number[] = [];
      let tag = 0;
      for (const { deliver: count, settle } of steps) {
        for (let at = 0; at < count; at++) held.push({ tag: ++tag, delivery: deliver() });
        for (const { pick, ack } of settle) {
          const [chosen] = held.splice(pick % Math.max(1, held.length), 1);
          if (chosen === undefined) continue;
          if (ack) chosen.delivery.ack();
          else chosen.delivery.nack(true);
          (ack ? acked : nacked).push(chosen.tag);
        }
        await turn();
        const byNumber = (one: number, other: number): number => one - other;
        expect([...broker.acked].sort(byNumber)).toEqual([...acked].sort(byNumber));
        expect(broker.nacked).toEqual(nacked);
        expect([...broker.outstanding]).toEqual(held.map(({ tag }) => tag));
      }
      expect(channels.staleAcks).toBe(0);
    }),
  );
});

test("an unbroken run acked in one turn leaves as one ack", async () => {
  const { broker, deliver } = open();
  const deliveries = Array.from({ length: 50 }, deliver);
  for (const delivery of deliveries.reverse()) delivery.ack();
  await turn();
  expect(broker.sentAcks).toBe(1);
  expect(broker.outstanding.size).toBe(0);
});

test("a slow delivery does not hold the acks of those behind it back", async () => {
  const { broker, deliver } = open();
  const [, ...quick] = Array.from({ length: 4 }, deliver);
  for (const delivery of quick) delivery.ack();
  await turn();
  expect([...broker.outstanding]).toEqual([1]);
});

test("acks and nacks on a channel that is gone are counted, those that were due when it went included", async () => {
  const { broker, channels, deliver } = open();
  const [one, two, three, four] = Array.from({ length: 4 }, deliver);
  one?.ack();
  two?.ack();
  broker.emit("close");
  three?.ack();
  four?.nack(true);
  await turn();
  expect(channels.staleAcks).toBe(4);
  expect(broker.sentAcks).toBe(0);
});

test("retired, a channel closes once the last delivery is settled", async () => {
  const { channels, channel, deliver } = open();
  const [one, two] = [deliver(), deliver()];
  one.ack();
  channel.retire();
  await turn();
  expect(channels.open.size).toBe(1);
  two.ack();
  await turn();
  expect(channels.open.size).toBe(0);
  expect(channels.staleAcks).toBe(0);
});
