/**
 * One test for each route of the documents: a proof that its consumer takes whatever its producer may send, then real messages from the
 * generated code of the one through RabbitMQ to the generated code of the other. A route that is added to a document has its test.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deriveTopologies, readContracts, routeContracts } from "#contract";
import { forInstance } from "#messaging";
import { openTestBroker } from "../support/broker.js";
import { declareTopology } from "../support/declare-topology.js";
import { instance, openApplications } from "./routes/applications.js";
import { type Stage, travel } from "./routes/journey.js";
import { proofsOf } from "./routes/proof.js";
import { titleOf } from "./routes/titles.js";

const set = await readContracts("asyncapi", { cacheFolder: ".warren/cache" });
const { routes } = routeContracts(set);
const { faultsOf, findings } = proofsOf(set);

let stage: Stage;
beforeAll(async () => {
  const broker = await openTestBroker();
  stage = { set, broker, applications: await openApplications(set, broker.url) };
});
afterAll(async () => {
  await Promise.all([...stage.applications.values()].map((application) => application.close()));
  await stage.broker.close();
});

const begun = new Set<string>();

describe("a message that travels", () => {
  for (const route of routes) {
    test(titleOf(route), async () => {
      begun.add(titleOf(route));
      expect(faultsOf(route), "what its consumer may refuse").toEqual([]);
      await travel(stage, route);
    }, 60_000);
  }
});

test("the documents contradict each other nowhere", () => {
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
});

test("the broker holds what the documents ask for: it refuses to declare anything otherwise", async () => {
  const channel = await stage.broker.channel();
  for (const topology of deriveTopologies(set).values()) await declareTopology(channel, forInstance(topology, instance));
  await channel.close();
});

test("every route of the documents has a test of its own", () => {
  expect(routes.length).toBeGreaterThan(0);
  expect(begun.size).toBe(routes.length);
});
