/**
 * Where the model says that answers go, against RabbitMQ itself: requesters with a queue for each of two instances, a responder whose
 * exchange is of any type, lifetimes and dead letters.
 */
import { setTimeout as pause } from "node:timers/promises";
import type { ConfirmChannel } from "amqplib";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ContractSet, ExchangeType } from "../../src/contract/model.js";
import { routeContracts } from "../../src/contract/routing/route-contracts.js";
import { deriveTopology } from "../../src/contract/topology/derive-topology.js";
import type { Topology } from "../../src/contract/topology/model.js";
import { forInstance } from "../../src/messaging/instance.js";
import { openTestBroker, type TestBroker } from "../support/broker.js";
import {
  application,
  binding,
  contractSet,
  defaultExchange,
  exchange,
  exchangeChannel,
  queue,
  queueChannel,
  receive,
  reply,
  send,
} from "../support/contract-builders.js";
import { declareTopology } from "../support/declare-topology.js";

const replyTo = "$message.header#/replyTo";
const instances = ["1st", "2nd"];
const longestMs = 10;

interface World {
  readonly type: ExchangeType;
  /** Each names its address by the first key; `{c}` stands for its name. */
  readonly clients: readonly { readonly keys: readonly string[]; readonly ttlMs: number | undefined; readonly quorum: boolean }[];
  readonly fallback: "shared" | "nowhere" | undefined;
}

const key = fc.constantFrom("{c}.{instance}", "all.{c}.{instance}", "{instance}", "all.#", "*.{instance}", "{c}.*");
const world: fc.Arbitrary<World> = fc.record({
  type: fc.constantFrom<ExchangeType>("default", "direct", "topic", "fanout"),
  clients: fc.array(
    fc.record({
      keys: fc.array(key, { minLength: 1, maxLength: 2 }),
      ttlMs: fc.constantFrom(undefined, longestMs),
      quorum: fc.boolean(),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  fallback: fc.constantFrom(undefined, "shared", "nowhere"),
});

const contractOf = ({ type, clients, fallback }: World, run: number): ContractSet => {
  const back = type === "default" ? defaultExchange : exchange(`run${run}-back`, type);
  const requests = exchangeChannel(defaultExchange, `run${run}-requests`);
  const asking = clients.map(({ keys, ttlMs, quorum }, number) => {
    const name = `run${run}-c${number}`;
    const args = { ...(ttlMs === undefined ? {} : { "x-message-ttl": ttlMs }), ...(quorum ? { "x-queue-type": "quorum" } : {}) };
    const bindings = type === "default" ? [] : keys.map((each) => binding(back, each.replaceAll("{c}", name)));
    const channel = queueChannel(queue(`${name}.{instance}`, args), bindings, { deadLetterQueue: `${name}.dlq` });
    return application(name, [send("ask", requests, { reply: reply({ address: replyTo, channel }) })], [channel]);
  });
  const shared = queueChannel(queue(`run${run}-shared`), type === "default" ? [] : [binding(back, `run${run}-shared`)]);
  const answers = reply({
    address: replyTo,
    channel: exchangeChannel(back, null, { key: "answers" }),
    ...(fallback === undefined ? {} : { defaultAddress: `run${run}-${fallback}` }),
  });
  const server = application("server", [receive("answer", queueChannel(queue(`run${run}-requests`)), { reply: answers })], [shared]);
  return contractSet([...asking, server]);
};

let broker: TestBroker;
beforeAll(async () => {
  broker = await openTestBroker();
});
afterAll(async () => {
  await broker.close();
});

const takeAll = async (channel: ConfirmChannel, names: readonly string[]) => {
  const got = new Set<string>();
  for (const name of names) {
    for (let taken = await channel.get(name, { noAck: true }); taken !== false; taken = await channel.get(name, { noAck: true })) {
      got.add(`${String(taken.content)} in ${name}`);
    }
  }
  return got;
};

const isPassing = ({ arguments: args }: Topology["queues"][number]) => args["x-message-ttl"] !== undefined;

const settle = async (channel: ConfirmChannel, queues: Topology["queues"], complete: (got: ReadonlySet<string>) => boolean) => {
  const staying = queues.filter((each) => !isPassing(each)).map(({ name }) => name);
  const passing = queues.filter(isPassing).map(({ name }) => name);
  const got = new Set<string>();
  await pause(longestMs * 3);
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    for (const each of await takeAll(channel, staying)) got.add(each);
    const waiting = await Promise.all(passing.map((name) => channel.checkQueue(name)));
    if (complete(got) && waiting.every(({ messageCount }) => messageCount === 0)) break;
    await pause(5);
  }
  for (const each of await takeAll(channel, staying)) got.add(each);
  return got;
};

interface Promised {
  readonly exchange: string;
  readonly routingKey: string;
  /** What is published: who answers, the address in the document, the instance that asked. */
  readonly body: string;
  /** Where it comes to rest; none while it is on its way. */
  readonly places: readonly string[];
}

/** What the model promises of each answer, for each instance that may have asked. */
const promises = (set: ContractSet, type: ExchangeType, passing: ReadonlySet<string>): Promised[] =>
  routeContracts(set).routes.flatMap(({ producer, hops: [first, ...rest], queue: end }) => {
    if (first?.kind !== "reply" || rest.some(({ kind }) => kind === "dead-letter")) return [];
    // Without a mark in the binding's key every instance's queue gets it; with one, that of the same instance.
    const bound = rest.find((hop) => hop.kind === "bind");
    const everyone = type === "fanout" || (bound?.kind === "bind" && !bound.routingKey.includes("{instance}"));
    return (first.routingKey.includes("{instance}") ? instances : instances.slice(0, 1)).map((instance) => {
      const owners = end.includes("{instance}") && everyone ? instances : [instance];
      const places = owners.map((owner) => end.replaceAll("{instance}", owner)).filter((name) => !passing.has(name));
      const body = `${producer.operation} ${first.routingKey} ${instance}`;
      return { exchange: first.exchange, routingKey: first.routingKey.replaceAll("{instance}", instance), body, places };
    });
  });

/** Everything an instance of each application declares, for all instances. */
const declareAll = async (channel: ConfirmChannel, set: ContractSet): Promise<Topology["queues"]> => {
  const topologies = instances.flatMap((instance) => set.applications.map((each) => forInstance(deriveTopology(each, set), instance)));
  for (const topology of topologies) await declareTopology(channel, topology);
  return [...new Map(topologies.flatMap(({ queues }) => queues).map((each) => [each.name, each])).values()];
};

test("answers reach the queues that the model says, and no others", async () => {
  let run = 0;
  let delivered = 0;
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      const set = contractOf(given, run++);
      const channel = await broker.channel();
      const queues = await declareAll(channel, set);
      const promised = promises(set, given.type, new Set(queues.filter(isPassing).map(({ name }) => name)));
      const expected = new Set(promised.flatMap(({ body, places }) => places.map((place) => `${body} in ${place}`)));

      const returned = new Set<string>();
      channel.on("return", ({ content }) => returned.add(String(content)));
      for (const [body, { exchange: to, routingKey }] of new Map(promised.map((each) => [each.body, each])))
        channel.publish(to, routingKey, Buffer.from(body), { mandatory: true });
      await channel.waitForConfirms();
      const got = await settle(channel, queues, (soFar) => [...expected].every((each) => soFar.has(each)));
      await channel.close();
      expect([...got].sort()).toEqual([...expected].sort());
      expect([...returned], "promised, returned").toEqual([]);
      delivered += got.size;
    }),
    { numRuns: 15, endOnFailure: true },
  );
  expect(delivered).toBeGreaterThan(15);
}, 60_000);

test("an address that the model says leads nowhere is returned", async () => {
  const set = contractOf({ type: "direct", clients: [], fallback: "nowhere" }, 1000);
  expect(routeContracts(set).problems.map(({ code }) => code)).toContain("unrouted-message");
  const channel = await broker.channel();
  for (const each of set.applications) await declareTopology(channel, deriveTopology(each, set));
  const returned = new Promise((resolve) => channel.once("return", resolve));
  channel.publish("run1000-back", "run1000-nowhere", Buffer.from("x"), { mandatory: true });
  await returned;
  await channel.close();
});
