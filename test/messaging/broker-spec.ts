/** What every implementation of the broker port does. One list of sentences; a real broker has the last word. */
import { afterAll, beforeAll, describe } from "vitest";
import type { Broker } from "#messaging";
import { closedSpec } from "./broker-spec/closed.js";
import { consumingSpec } from "./broker-spec/consuming.js";
import { deadLetterSpec } from "./broker-spec/dead-letters.js";
import { declaringSpec } from "./broker-spec/declaring.js";
import { outageSpec } from "./broker-spec/outage.js";
import { publishingSpec } from "./broker-spec/publishing.js";
import { routingSpec } from "./broker-spec/routing.js";
import { createSpec, type Stage } from "./broker-spec/stage.js";

export const brokerSpec = (name: string, openStage: () => Promise<Stage>): void => {
  describe(`a broker ${name}`, () => {
    let stage: Stage;
    let broker: Broker;

    beforeAll(async () => {
      stage = await openStage();
      broker = stage.open();
      await broker.ready();
    });
    afterAll(() => stage.close());

    const spec = createSpec(
      () => stage,
      () => broker,
    );
    routingSpec(spec);
    publishingSpec(spec);
    consumingSpec(spec);
    deadLetterSpec(spec);
    declaringSpec(spec);
    outageSpec(spec);
    closedSpec(spec);
  });
};
