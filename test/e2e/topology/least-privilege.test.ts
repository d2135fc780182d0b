/** Every service of the repository under the user that follows from its document: it can do all that it does, and nothing else. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Permissions } from "#topology";
import { ownedFolder } from "../../../scripts/setup/owned.mjs";
import { samplesOf } from "../../../scripts/setup/samples.mjs";
import { listServices } from "../../../scripts/setup/services.mjs";
import { repository, warren } from "../../cli/warren.js";
import { type PrivateBroker, startPrivateBroker } from "../../support/broker.js";
import { blockedCard, type OrderBody, sample } from "../../support/orders-system.js";
import { type System, startSystem, until } from "../../support/system.js";
import { openUser, type User } from "./attempts.js";
import { allKeys, duties, takesFrom } from "./users.js";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const services = await listServices(repository);
const groups = [...new Set(services.map(({ group }) => group))];
const folder = ownedFolder(".warren/test");
let broker: PrivateBroker;
let passwords: Readonly<Record<string, string>>;
const systems = new Map<string, System>();

const topology = (command: string, ...args: readonly string[]) => {
  vi.stubEnv("RABBITMQ_URL", broker.url);
  vi.stubEnv("RABBITMQ_MANAGEMENT_URL", broker.managementUrl);
  return warren(repository, ["topology", command, ...args]).finally(() => vi.unstubAllEnvs());
};

/** As a service finds its broker. */
const urlOf = (user: string): string => {
  const url = new URL(broker.url);
  url.username = encodeURIComponent(user);
  url.password = passwords[user] ?? "unknown";
  return url.href;
};

beforeAll(async () => {
  broker = await startPrivateBroker();
  mkdirSync(folder.path, { recursive: true });
  const [passwordFile, out] = [join(folder.path, "passwords.json"), join(folder.path, "definitions.json")];
  const { code, err } = await topology("definitions", "--passwords", passwordFile, "--out", out);
  if (code !== 0) throw new Error(err);
  passwords = JSON.parse(readFileSync(passwordFile, "utf8")) as Readonly<Record<string, string>>;
  await broker.request("POST", "/api/definitions", JSON.parse(readFileSync(out, "utf8")));
});
afterAll(async () => {
  await Promise.all([...systems.values()].map((system) => system.close()));
  await broker.close();
  folder.remove();
});

describe("under their own users", () => {
  test("all services are ready, and every sample goes through", async () => {
    for (const group of groups) {
      const system = await startSystem({ brokerUrl: (name) => urlOf(`${group}/${name}`), group, logLevel: "info" });
      systems.set(group, system);
    }
    const serviceUrl = (id: string): string => {
      const [group = "", name = ""] = id.split("/");
      return systems.get(group)?.url(name) ?? "";
    };
    const samples = await samplesOf(repository, groups);
    for (const each of samples) await each.run(serviceUrl, AbortSignal.timeout(30_000));
    expect(samples.length).toBeGreaterThanOrEqual(3);
    expect(services.map(({ id }) => id).filter((id) => id in passwords)).toEqual(Object.keys(duties).sort());
  });

  test("an order whose card is declined fails, and its reservation is given back", async () => {
    const orders = systems.get("orders");
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ ...sample, cardId: blockedCard });
    const { id } = (await (await fetch(`${orders?.url("order")}/orders`, { method: "POST", headers, body })).json()) as OrderBody;
    await until(
      () => orders?.get<OrderBody>("order", `/orders/${id}`) ?? Promise.reject(new Error("the orders group does not run")),
      ({ status }) => status === "failed",
    );
  });

  test("what breaks the contract gets to the dead letters, by the consumers' own hands", async () => {
    const graves = {
      "payment-cancellation-queue": "payment-cancellation-queue.dlq",
      order_placed: "dlq",
      "balance.request": "balance.request.dlq",
    };
    for (const [queue, grave] of Object.entries(graves)) {
      await broker.send("", queue, "no JSON");
      await until(
        () => broker.depth(grave),
        (depth) => depth === 1,
      );
    }
  });

  test("every queue that a service reads has its depth in the metrics", async () => {
    for (const [id, { consumes }] of Object.entries(duties)) {
      const [group = "", name = ""] = id.split("/");
      const metrics = await (await fetch(`${systems.get(group)?.url(name)}/metrics`)).text();
      for (const queue of consumes) expect(metrics).toContain(`warren_queue_depth{queue="${queue}"}`);
    }
  });

  test("no log, neither a service's nor the broker's, tells of a refusal", () => {
    const lines = Object.keys(duties).flatMap((id) => {
      const [group = "", name = ""] = id.split("/");
      return (
        systems
          .get(group)
          ?.instance(name)
          .log.map((line) => JSON.stringify(line)) ?? []
      );
    });
    expect(lines.length).toBeGreaterThan(0);
    expect([...lines, ...broker.log().split("\n")].filter((line) => /refuse|access/i.test(line))).toEqual([]);
  });

  test("the broker is as the documents ask, the reply queues of running instances included", async () => {
    const { out, code } = await topology("drift");
    expect(out).toContain("has all that the documents ask for, and nothing else.");
    expect(code).toBe(0);
  });
});

test("on a broker where others' exchanges are missing, a service says what, and what to do, and ends", async () => {
  const vhost = "bare";
  await broker.request("PUT", `/api/vhosts/${vhost}`, {});
  const permissions = JSON.parse((await topology("permissions", "--json")).out) as readonly Permissions[];
  const { configure, write, read } = permissions.find(({ application }) => application === "orders/payment") ?? {};
  await broker.request("PUT", `/api/permissions/${vhost}/${encodeURIComponent("orders/payment")}`, { configure, write, read });
  const url = new URL(urlOf("orders/payment"));
  url.pathname = `/${vhost}`;
  const system = await startSystem<string>({ brokerUrl: url.href, group: "orders", started: [], logLevel: "info" });
  systems.set("bare orders", system);
  const sentence = /refuses the exchange "order-action-exchange": ACCESS_REFUSED .*\(`warren topology apply` declares what is missing\)/;
  await expect(system.start("payment")).rejects.toThrow(sentence);
});

describe.each(Object.entries(duties))("the user %s", (id, own) => {
  let user: User;
  let exchanges: readonly { readonly name: string; readonly type: string }[];
  let queues: readonly string[];
  beforeAll(async () => {
    user = await openUser(urlOf(id));
    exchanges = await broker.exchanges();
    queues = (await broker.queues()).map(({ name }) => name);
  });
  afterAll(() => user.close());

  /** Of these, the ones that are not answered with 403. */
  const allowed = async <T>(things: readonly T[], attempt: (thing: T) => Promise<unknown>): Promise<readonly T[]> => {
    const found: T[] = [];
    for (const thing of things) if ((await attempt(thing)) !== 403) found.push(thing);
    return found;
  };
  const isOwn = (queue: string): boolean => takesFrom(own, queue) || own.owns.includes(queue);

  test("publishes to its own exchanges and no others", async () => {
    const keyFor = (exchange: string): string => {
      const keys = own.publishes[exchange];
      return keys === undefined || keys === "any" ? "nobody" : (keys[0] ?? "");
    };
    const names = exchanges.map(({ name }) => name);
    const found = await allowed(names, (name) => user.publish(name, keyFor(name)));
    expect([...found].sort()).toEqual(Object.keys(own.publishes).sort());
  });

  test("publishes to topic exchanges with its own routing keys and no others", async () => {
    const topics = exchanges.filter(({ type }) => type === "topic").map(({ name }) => name);
    const strange = ["", "order", "order.placed.", "order.placed\n", "xorder.placed", "order_placed", "inventory.reserved.now", "#"];
    for (const exchange of topics) {
      const found = await allowed([...allKeys, ...strange], (key) => user.publish(exchange, key));
      const wanted = own.publishes[exchange];
      expect([exchange, [...found].sort()]).toEqual([exchange, wanted === undefined || wanted === "any" ? [] : [...wanted].sort()]);
    }
  });

  test("consumes from its own queues and no others", async () => {
    const take = (queue: string) => user.attempt((channel) => channel.consume(queue, () => undefined));
    const found = await allowed(queues, take);
    expect([...found].sort()).toEqual(queues.filter((queue) => takesFrom(own, queue)).sort());
  });

  test("declares and deletes its own queues and no others", async () => {
    const others = queues.filter((queue) => !isOwn(queue));
    expect(others.length).toBeGreaterThan(20);
    expect(await allowed([...others, "new"], (queue) => user.attempt((channel) => channel.assertQueue(queue)))).toEqual([]);
    expect(await allowed(others, (queue) => user.attempt((channel) => channel.deleteQueue(queue, { ifUnused: true })))).toEqual([]);
    expect(await allowed(own.consumes, (queue) => user.attempt((channel) => channel.assertQueue(queue)))).toEqual(own.consumes);
  });

  test("deletes no other application's exchange, and makes none", async () => {
    const others = exchanges.map(({ name }) => name).filter((name) => !(name in own.publishes));
    expect(await allowed(others, (name) => user.attempt((channel) => channel.deleteExchange(name, { ifUnused: true })))).toEqual([]);
    expect(await user.attempt((channel) => channel.assertExchange("new", "topic"))).toBe(403);
  });

  test("binds its queues only to what its document says", async () => {
    const [queue = "new"] = own.consumes;
    for (const { name, type } of exchanges) {
      // Every exchange that it reads has a binding already; on a topic exchange only with the keys of its document.
      const outcome = await user.attempt((channel) => channel.bindQueue(queue, name, "#"));
      if (type === "topic") expect([name, outcome]).toEqual([name, 403]);
    }
    const [other = ""] = queues.filter((each) => !isOwn(each));
    expect(await allowed(exchanges, ({ name }) => user.attempt((channel) => channel.bindQueue(other, name, "#")))).toEqual([]);
  });

  test("is let into no other virtual host", async () => {
    const url = new URL(urlOf(id));
    url.pathname = "/%2F";
    await expect(openUser(url.href)).rejects.toThrow();
  });
});

test("what was refused stands in the broker's log, so that nothing there means that nothing was", () => {
  expect(broker.log()).toMatch(/access to queue 'payment-queue' in vhost '.*' refused for user 'orders\/order'/);
});
