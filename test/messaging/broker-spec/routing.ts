import { describe, expect, test, vi } from "vitest";
import { binding, exchange, message, queue, topology, unique } from "../broker-fixtures.js";
import { eventually, type Spec } from "./stage.js";

export const routingSpec = (spec: Spec): void => {
  describe("routing", () => {
    /** Binds queues `a`, `b`, … to a fresh exchange and tells which of them a message reaches. */
    const reached = async (type: "direct" | "topic" | "fanout" | "headers", bindings: Record<string, object | string>, sent: object) => {
      const from = unique("exchange");
      const names = Object.fromEntries(Object.keys(bindings).map((key) => [key, unique(key)]));
      await spec.broker().declare(
        topology({
          exchanges: [exchange(from, type)],
          queues: Object.values(names).map((name) => queue(name)),
          bindings: Object.entries(bindings).map(([key, rule]) =>
            typeof rule === "string" ? binding(from, names[key] ?? "", rule) : binding(from, names[key] ?? "", "", { ...rule }),
          ),
        }),
      );
      await spec.broker().publish(message({ exchange: from, ...sent }));
      const depths = await Promise.all(Object.entries(names).map(async ([key, name]) => [key, await spec.broker().depth(name)] as const));
      return depths.flatMap(([key, ready]) => (ready === 1 ? [key] : []));
    };

    test.each([
      ["a direct exchange compares the key", "direct", { a: "red", b: "redder" }, { routingKey: "red" }, ["a"]],
      ["a fanout exchange asks nothing", "fanout", { a: "red", b: "" }, { routingKey: "blue" }, ["a", "b"]],
      ["in a topic, * is one word", "topic", { a: "order.*", b: "order.*.x", c: "*" }, { routingKey: "order.done" }, ["a"]],
      [
        "in a topic, # is any number of words",
        "topic",
        { a: "#", b: "order.#", c: "order.#.late", d: "#.x" },
        { routingKey: "order.late" },
        ["a", "b", "c"],
      ],
      ["headers match all by default", "headers", { a: { x: 1, y: "2" }, b: { x: 1, z: 3 } }, { headers: { x: 1, y: "2" } }, ["a"]],
      [
        "headers match any where told",
        "headers",
        { a: { "x-match": "any", x: 1, z: 3 }, b: { "x-match": "any", z: 3 } },
        { headers: { x: 1 } },
        ["a"],
      ],
      [
        "CC and BCC are further keys",
        "direct",
        { a: "one", b: "two", c: "three" },
        { routingKey: "one", cc: ["two"], bcc: ["three"] },
        ["a", "b", "c"],
      ],
    ] as const)("%s", async (_, type, bindings, sent, queues) => {
      await vi.waitFor(async () => expect(await reached(type, bindings, sent)).toEqual(queues), eventually);
    });

    test("what no binding takes goes to the alternate exchange", async () => {
      const [from, other, target] = [unique("exchange"), unique("exchange"), unique("queue")];
      await spec.broker().declare(
        topology({
          exchanges: [exchange(from, "direct", { "alternate-exchange": other }), exchange(other, "fanout")],
          queues: [queue(target)],
          bindings: [binding(other, target)],
        }),
      );
      await spec.broker().publish(message({ exchange: from, routingKey: "unknown" }));
      await spec.depth(target, 1);
    });
  });
};
