/** The order saga's own documents: what the reference says of its queues is what the model finds. */
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import {
  type ContractSet,
  deriveTopology,
  type RouteGraph,
  readContracts,
  routeContracts,
  routesTo,
  topologyConflicts,
} from "../../src/contract/index.js";

let set: ContractSet;
let graph: RouteGraph;
beforeAll(async () => {
  const all = await readContracts(fileURLToPath(new URL("../../asyncapi", import.meta.url)));
  set = { ...all, applications: all.applications.filter(({ id }) => id.startsWith("orders/")) };
  graph = routeContracts(set);
});

const topologyOf = (id: string) => {
  const application = set.applications.find((each) => each.id === id);
  if (application === undefined) throw new Error(`no application ${id}`);
  return deriveTopology(application, set);
};

const handled = (application: string, operation: string) => [
  ...new Set(
    routesTo(graph, application)
      .filter(({ consumer }) => consumer?.operation === operation)
      .map(({ producer, certainty }) => `${certainty} ${producer.application}.${producer.operation}`),
  ),
];

describe("the order saga", () => {
  test("its applications agree about every exchange and queue", () => {
    expect(topologyConflicts(set)).toEqual([]);
  });

  test("payment declares its queue with the reference's lifetime and dead-letter route, and the exchange that route needs", () => {
    const { exchanges, queues, bindings } = topologyOf("orders/payment");
    expect(exchanges.map(({ name, type }) => `${name} ${type}`)).toEqual([
      "order-action-exchange direct",
      "order-result-exchange direct",
      "dlx-exchange direct",
    ]);
    expect(queues[0]).toEqual({
      name: "payment-queue",
      durable: true,
      exclusive: false,
      autoDelete: false,
      arguments: {
        "x-queue-type": "quorum",
        "x-message-ttl": 60000,
        "x-dead-letter-exchange": "dlx-exchange",
        "x-dead-letter-routing-key": "dlx-payment-action-queue",
        "x-delivery-limit": 20,
      },
    });
    expect(queues.map(({ name }) => name).slice(1, 3)).toEqual(["payment-queue.wait.500", "payment-queue.wait.2000"]);
    expect(bindings[0]).toEqual({
      exchange: "order-action-exchange",
      queue: "payment-queue",
      routingKey: "payment-action-queue",
      arguments: {},
    });
  });

  test("the dead-letter queue that order consumes is order's to declare, with one of its own behind it", () => {
    expect(topologyOf("orders/payment").queues.map(({ name }) => name)).not.toContain("dlx-payment-queue");
    const names = topologyOf("orders/order").queues.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["dlx-payment-queue", "dlx-payment-queue.wait.500", "dlx-payment-queue.dlq"]));
  });

  test("each operation hears from its counterpart", () => {
    expect(handled("orders/payment", "paymentAction")[0]).toBe("always orders/order.payment");
    expect(handled("orders/product", "productReservation")[0]).toBe("always orders/order.productReservation");
    expect(handled("orders/order", "paymentResult")[0]).toBe("always orders/payment.paymentResult");
    expect(handled("orders/order", "productReservationResult")[0]).toBe("always orders/product.productReservationResult");
  });

  test("what expires comes back to order", () => {
    expect(handled("orders/order", "paymentExpired")).toEqual(["may orders/order.payment"]);
    expect(handled("orders/order", "productReservationExpired")).toEqual(["may orders/order.productReservation"]);
    const expired = graph.routes.find(({ queue, hops }) => queue === "dlx-payment-queue" && hops.at(-2)?.kind === "expire");
    expect(expired?.hops.at(-2)).toEqual({
      kind: "expire",
      queue: "payment-queue",
      afterMs: 60000,
      exchange: "dlx-exchange",
      routingKey: "dlx-payment-action-queue",
    });
  });

  test("nothing is worse than a note", () => {
    expect(graph.problems.filter(({ severity }) => severity !== "note")).toEqual([]);
  });
});
