/** A change of what goes before what is a change of the message, although every consumer takes it as before. */
import { expect, test } from "vitest";
import { changesBetween } from "#compatibility";
import type { ContractSet, SendOperation } from "#contract";
import { shop } from "./shop.js";

const sending = (how: Partial<SendOperation>): ContractSet => {
  const set = shop();
  const applications = set.applications.map((application) => ({
    ...application,
    operations: application.operations.map((operation) => (operation.action === "send" ? { ...operation, ...how } : operation)),
  }));
  return { ...set, applications };
};
const byId = (values: Readonly<Record<string, number>>) => sending({ priorityBy: { expression: "$message.payload#/id", values } });

test.each([
  ["the same table", byId({ a: 1, b: 9 }), byId({ a: 1, b: 9 }), "none"],
  ["another level of a value", byId({ a: 1, b: 9 }), byId({ a: 2, b: 9 }), "changed"],
  ["a table where there was none", sending({}), byId({ a: 1 }), "changed"],
  ["another priority of the operation", sending({ priority: 1 }), sending({ priority: 2 }), "changed"],
] as const)("%s", (_, before, after, change) => {
  const { pairs, standing } = changesBetween(before, after, { today: "2026-06-01" });
  expect(pairs.map((pair) => pair.change)).toEqual([change]);
  expect(standing).toBe("safe");
});
