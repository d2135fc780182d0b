/** The documents of this repository on a real broker: declared, changed behind their back, and told. */
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { readContracts } from "#contract";
import { type Broker, openRabbit } from "#messaging";
import { applyTopology, type Drift, drift, managementAddress, openManagement, type WantedTopology, wantedTopology } from "#topology";
import { openTestBroker, type TestBroker } from "../support/broker.js";
import { until } from "../support/system.js";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

let rabbit: TestBroker;
let broker: Broker;
let wanted: WantedTopology;
beforeAll(async () => {
  rabbit = await openTestBroker();
  broker = openRabbit({ url: rabbit.url, name: "test" });
  wanted = wantedTopology(await readContracts("asyncapi"));
});
afterAll(async () => {
  await broker.close();
  await rabbit.close();
});

const read = async (): Promise<readonly Drift[]> => {
  const address = managementAddress({ brokerUrl: rabbit.url, managementUrl: rabbit.managementUrl });
  return drift({ wanted, live: await openManagement(address).topology(), managementUrl: rabbit.managementUrl });
};
const points = async (): Promise<readonly string[]> => (await read()).map(({ kind, what }) => `${kind} ${what}`);

describe("what is declared", () => {
  test("is there afterwards, as the documents ask; a second time changes nothing", async () => {
    expect(await points()).toContain('missing queue "payment-queue"');
    const applied = await applyTopology(broker, wanted);
    expect(applied.refused).toEqual([]);
    expect(applied.left).toContain("balance.response.portfolio.{instance}");
    expect(applied.queues).toBe(wanted.queues.length - applied.left.length);
    expect(await points()).toEqual([]);
    expect(await applyTopology(broker, wanted)).toEqual(applied);
  });

  test("and refused is told in one sentence with what differs, and keeps nothing else from being declared", async () => {
    const channel = await rabbit.channel();
    await channel.deleteQueue("payment-queue");
    await channel.assertQueue("payment-queue", { arguments: { "x-message-ttl": 5, "x-queue-type": "quorum" } });
    await channel.deleteQueue("dlq");
    await channel.close();
    const { refused } = await applyTopology(broker, wanted);
    expect(refused).toEqual([
      expect.stringMatching(/^The queue "payment-queue" is there already with another x-[a-z-]+: .+ there, .+ in the documents\.$/),
    ]);
    const [point, ...others] = await read();
    expect(others).toEqual([]);
    expect(point).toMatchObject({ kind: "different", what: 'queue "payment-queue"', applications: ["orders/payment"] });
    await (await rabbit.channel()).deleteQueue("payment-queue");
    expect((await applyTopology(broker, wanted)).refused).toEqual([]);
  });
});

describe("what is changed behind the documents' back", () => {
  test("is told: what is missing, what is more, what is bound otherwise", async () => {
    const channel = await rabbit.channel();
    await channel.deleteQueue("payment-queue.wait.500");
    await channel.unbindQueue("order_placed", "order_events", "order.placed");
    await channel.bindQueue("order_placed", "order_events", "order.#");
    await channel.assertExchange("old", "fanout");
    await channel.assertQueue("old");
    await channel.assertQueue("", { exclusive: true });
    await channel.bindExchange("old", "order-events", "x");
    expect(await points()).toEqual([
      'extra exchange "old"',
      'missing queue "payment-queue.wait.500"',
      'extra queue "old"',
      'missing binding of queue "order_placed" to exchange "order_events" with "order.placed"',
      'extra binding of queue "order_placed" to exchange "order_events" with "order.#"',
      'extra binding of exchange "old" to exchange "order-events" with "x"',
    ]);
    await channel.close();
  });

  test("is undone by the commands that are told with it", async () => {
    const commands = (await read()).flatMap(({ migration }) => migration).filter((step) => step.startsWith("curl "));
    expect(commands).toHaveLength(4);
    // Bindings before the exchange that they hold: it is deleted only if it is unused.
    for (const command of commands.toReversed()) {
      const url = /'?(http[^']+)'?$/.exec(command)?.[1] ?? "";
      await rabbit.request("DELETE", url.slice(rabbit.managementUrl.length));
    }
    await applyTopology(broker, wanted);
    expect(await points()).toEqual([]);
  });

  test("is told where a policy does it, the operator's too", async () => {
    const vhost = encodeURIComponent(rabbit.vhost);
    await rabbit.request("PUT", `/api/policies/${vhost}/tidy`, {
      pattern: "^dlq$",
      "apply-to": "queues",
      definition: { "message-ttl": 1000 },
    });
    await rabbit.request("PUT", `/api/operator-policies/${vhost}/small`, {
      pattern: "^dlq$",
      "apply-to": "queues",
      definition: { "max-length": 7 },
    });
    await rabbit.request("PUT", `/api/policies/${vhost}/spill`, {
      pattern: "^order_events$",
      "apply-to": "exchanges",
      definition: { "alternate-exchange": "lost" },
    });
    const found = await until(read, (all) => all.length === 2 && JSON.stringify(all).includes("max-length"));
    expect(found.map(({ what }) => what)).toEqual(['exchange "order_events"', 'queue "dlq"']);
    expect(found.flatMap((point) => ("traits" in point ? point.traits : []))).toEqual([
      { name: "alternate-exchange", live: "lost", policy: "spill" },
      { name: "message-ttl", live: 1000, policy: "tidy, small" },
      { name: "max-length", live: 7, policy: "tidy, small" },
    ]);
  });
});

test("what waits, who reads and how much moves is told within moments", async () => {
  const management = openManagement(managementAddress({ brokerUrl: rabbit.url, managementUrl: rabbit.managementUrl }));
  const channel = await rabbit.channel();
  await channel.assertQueue("measured");
  await channel.assertExchange("measured", "fanout");
  await channel.bindQueue("measured", "measured", "");
  await channel.prefetch(2);
  await channel.consume("measured", () => undefined);
  const more = async () => {
    channel.publish("measured", "", Buffer.from("{}"));
    const { queues, exchanges } = await management.figures();
    return { queue: queues.find(({ name }) => name === "measured"), exchange: exchanges.find(({ name }) => name === "measured") };
  };
  const { queue } = await until(
    more,
    ({ queue, exchange }) =>
      (queue?.ready ?? 0) > 0 && (queue?.published ?? 0) > 0 && (exchange?.published ?? 0) > 0 && (exchange?.routed ?? 0) > 0,
  );
  expect(queue).toMatchObject({ unacked: 2, consumers: 1, acked: 0 });
  await channel.close();
});
