/** The derived topology and its conflicts against RabbitMQ itself. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { topologyConflicts } from "../../src/contract/topology/conflicts.js";
import { deriveTopology } from "../../src/contract/topology/derive-topology.js";
import { openTestBroker, type TestBroker } from "../support/broker.js";
import { application, binding, contractSet, exchange, queue, queueChannel, receive } from "../support/contract-builders.js";
import { declareTopology } from "../support/declare-topology.js";

let broker: TestBroker;
beforeAll(async () => {
  broker = await openTestBroker();
});
afterAll(async () => {
  await broker.close();
});

test("RabbitMQ takes what is derived for queues of every type, from each of their consumers", async () => {
  const consumes = (id: string) =>
    application(
      id,
      [
        queue("plain"),
        queue("quorum", { "x-queue-type": "quorum", "x-message-ttl": 60_000 }),
        queue("classic", { "x-queue-type": "classic" }),
        queue("urgent", { "x-max-priority": 5 }),
        queue("log", { "x-queue-type": "stream" }),
        queue("passing", {}, { autoDelete: true }),
      ].map((from) => receive(from.name, queueChannel(from, [binding(exchange("all", "fanout"))], { retryDelaysMs: [1, 50] }))),
    );
  const set = contractSet([consumes("one"), consumes("other")]);
  const channel = await broker.channel();
  for (const each of set.applications) await declareTopology(channel, deriveTopology(each, set));
  channel.sendToQueue("quorum.wait.50", Buffer.from("again"));
  await vi.waitUntil(async () => (await channel.checkQueue("quorum")).messageCount === 1, 5000);
  await channel.close();
});

test("what is reported as a conflict is what RabbitMQ refuses", async () => {
  const arguments_ = fc.record(
    {
      "x-message-ttl": fc.constantFrom(1, 10),
      "x-max-priority": fc.constant(3),
      "x-queue-type": fc.constantFrom("classic", "quorum"),
      "x-max-length": fc.constant(5),
    },
    { requiredKeys: [] },
  );
  let run = 0;
  await fc.assert(
    fc.asyncProperty(arguments_, arguments_, async (one, other) => {
      const name = `conflict${run++}`;
      const applications = [one, other].map((args, number) => application(`a${number}`, [], [queueChannel(queue(name, args))]));
      // RabbitMQ has no priorities in a quorum queue; the reader says so.
      fc.pre([one, other].every((args) => args["x-queue-type"] !== "quorum" || args["x-max-priority"] === undefined));
      const set = contractSet(applications);
      const channel = await broker.channel();
      const all = applications.reduce(
        (before, each) => before.then(() => declareTopology(channel, deriveTopology(each, set))),
        Promise.resolve(),
      );
      const accepted = await all.then(
        () => true,
        () => false,
      );
      await channel.close().catch(() => undefined);
      expect(topologyConflicts(set).length === 0).toBe(accepted);
    }),
    { numRuns: 30, endOnFailure: true },
  );
});
