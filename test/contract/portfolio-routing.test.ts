/** The documents of portfolio, users and the users worker: what the reference says of its queues is what the model finds. */
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type ContractSet,
  deriveTopology,
  type RouteGraph,
  readContracts,
  routeContracts,
  routesFrom,
  topologyConflicts,
} from "../../src/contract/index.js";

let set: ContractSet;
let graph: RouteGraph;
beforeAll(async () => {
  set = await readContracts(fileURLToPath(new URL("../../asyncapi", import.meta.url)));
  graph = routeContracts(set);
});

const topologyOf = (id: string) => {
  const application = set.applications.find((each) => each.id === id);
  if (application === undefined) throw new Error(`no application ${id}`);
  return deriveTopology(application, set);
};
const queueOf = (id: string, name: string) => topologyOf(id).queues.find((queue) => queue.name === name);

const ways = (application: string) =>
  new Set(
    routesFrom(graph, application).map(({ producer, hops, queue, consumer }) => {
      const kinds = hops.map((hop) => ("routingKey" in hop && hop.kind !== "bind" ? `${hop.kind} ${hop.routingKey}` : hop.kind));
      return `${producer.operation}: ${kinds.join(" > ")} = ${queue}${consumer === undefined ? "" : ` (${consumer.application}.${consumer.operation})`}`;
    }),
  );

describe("the balance request", () => {
  test("declares the reference's exchanges: both direct, both durable", () => {
    for (const id of ["portfolio/portfolio", "portfolio/users-worker"]) {
      const own = topologyOf(id).exchanges.filter(({ name }) => name.startsWith("balance."));
      expect(own.map(({ name, type, durable, autoDelete }) => [name, type, durable, autoDelete]).sort()).toEqual(
        expect.arrayContaining([["balance.response.exchange", "direct", true, false]]),
      );
    }
    expect(topologyOf("portfolio/users-worker").bindings).toContainEqual({
      exchange: "balance.request.exchange",
      queue: "balance.request",
      routingKey: "balance.request",
      arguments: {},
    });
  });

  test("declares the reference's response queue: a minute, then dead letters", () => {
    for (const id of ["portfolio/portfolio", "portfolio/users-worker"]) {
      expect(queueOf(id, "balance.response.portfolio")?.arguments).toEqual({
        "x-message-ttl": 60_000,
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": "balance.response.dlq",
      });
      expect(queueOf(id, "balance.response.dlq")?.durable).toBe(true);
    }
    expect(queueOf("portfolio/users-worker", "balance.request.dlq")?.durable).toBe(true);
  });

  test("goes to the worker, three further times where it fails, then to the dead letters", () => {
    const request = "requestBalance: publish balance.request > bind";
    expect(ways("portfolio/portfolio")).toEqual(
      new Set([
        `${request} = balance.request (portfolio/users-worker.balanceRequest)`,
        `${request} > retry = balance.request (portfolio/users-worker.balanceRequest)`,
        `${request} > dead-letter balance.request.dlq > bind = balance.request.dlq`,
      ]),
    );
    expect(queueOf("portfolio/users-worker", "balance.request.wait.4000")).toBeDefined();
  });

  test("is answered on the asking instance's queue, or on the shared one; old, unwanted and broken answers become dead letters", () => {
    const own = "balanceRequest: reply balance.response.portfolio.{instance} > bind";
    const shared = "balanceRequest: reply balance.response.portfolio > bind";
    expect(ways("portfolio/users-worker")).toEqual(
      new Set([
        `${own} = balance.response.portfolio.{instance} (portfolio/portfolio.requestBalance)`,
        `${own} > expire balance.response.dlq > bind = balance.response.dlq`,
        `${own} > dead-letter balance.response.dlq > bind = balance.response.dlq`,
        `${shared} = balance.response.portfolio`,
        `${shared} > expire balance.response.dlq > bind = balance.response.dlq`,
      ]),
    );
  });
});

test("portfolio hears how orders end", () => {
  const heard = graph.routes.filter(({ consumer, certainty }) => consumer?.application === "portfolio/portfolio" && certainty === "always");
  expect(heard.map(({ producer, queue }) => `${producer.application}.${producer.operation} ${queue}`)).toEqual([
    "orders/order.orderCompleted portfolio.order-events",
    "orders/order.orderFailed portfolio.order-events",
  ]);
});

test("the documents agree about every exchange and queue, and nothing is worse than a note", () => {
  expect(topologyConflicts(set)).toEqual([]);
  expect(graph.problems.filter(({ severity }) => severity !== "note")).toEqual([]);
  expect(set.problems).toEqual([]);
});
