/**
 * Does every consumer take what every producer may send it? Who sends to whom follows from the documents, as RabbitMQ would route it.
 * What is sent is sampled from the producer's schemas: a refusal is certain, its absence is not a proof.
 */
import { describe, expect, test } from "vitest";
import { readContracts, routeContracts } from "#contract";
import { acceptances } from "./acceptance.js";

const set = await readContracts("asyncapi", { cacheFolder: ".warren/cache" });
const { routes } = routeContracts(set);

describe("every message that is sent is one that its receiver takes", () => {
  for (const { consumer, message, producer, queue, refusals } of acceptances(set, routes)) {
    test(`${consumer} takes ${message} from ${producer} (${queue})`, () => expect(refusals()).toEqual([]));
  }
});
