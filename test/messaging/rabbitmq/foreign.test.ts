/** What belongs to others, on brokers that show it to nobody without a right to it (RabbitMQ 4.2.6 and later): those are played here. */
import { EventEmitter } from "node:events";
import type { ChannelModel } from "amqplib";
import { expect, test } from "vitest";
import { declareTopology } from "../../../src/messaging/rabbitmq/topology.js";
import { binding, exchange, queue, topology } from "../broker-fixtures.js";

/** A connection whose broker answers every look with this code; it notes what is declared. */
const connectionThat = (answersWith: number) => {
  const declared: string[] = [];
  const openChannel = (): object => {
    const channel = new EventEmitter();
    const refuse = async (): Promise<never> => {
      channel.emit("close");
      throw Object.assign(new Error(`Operation failed with message "no"`), { code: answersWith });
    };
    const take = (what: string) => async (name: string) => void declared.push(`${what} ${name}`);
    const close = async (): Promise<void> => void channel.emit("close");
    const asks = { checkExchange: refuse, checkQueue: refuse };
    return Object.assign(channel, asks, {
      close,
      assertExchange: take("exchange"),
      assertQueue: take("queue"),
      bindQueue: take("binding"),
    });
  };
  return { declared, connection: { createChannel: async () => openChannel() } as unknown as ChannelModel };
};

const parts = topology({
  exchanges: [exchange("theirs", "topic"), exchange("mine", "topic")],
  queues: [queue("their-queue"), queue("my-queue")],
  bindings: [binding("theirs", "my-queue"), binding("mine", "their-queue")],
  foreign: { exchanges: ["theirs"], queues: ["their-queue"] },
});

test("what the broker does not let us see is surely not ours: it is left alone", async () => {
  const { connection, declared } = connectionThat(403);
  await declareTopology(connection, parts);
  expect(declared).toEqual(["exchange mine", "queue my-queue", "binding my-queue"]);
});

test("what the broker says is not there is declared and bound", async () => {
  const { connection, declared } = connectionThat(404);
  await declareTopology(connection, parts);
  expect(declared.toSorted()).toEqual(
    ["exchange theirs", "exchange mine", "queue their-queue", "queue my-queue", "binding my-queue", "binding their-queue"].toSorted(),
  );
});
