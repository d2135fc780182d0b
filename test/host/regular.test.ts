import { expect, test } from "vitest";
import { order } from "#generated/orders/order/index.js";
import type { RunningService, ServiceDefinition } from "#host";
import { document, json, migrations, type NoteTables, startWith } from "./stage.js";

type Regular = NonNullable<ServiceDefinition<NoteTables, unknown, ReturnType<typeof order.publisher>>["regular"]>;

const start = (work: Regular["work"], everyMs = 5): Promise<RunningService> =>
  startWith({
    contract: order,
    migrations,
    handlers: () => ({}) as never,
    http: {
      document,
      port: 8080,
      api: ({ db }) => ({
        list: async () => ({ status: 200, body: await db.selectFrom("notes").select("text").execute() }),
        write: async () => ({ status: 200 }),
      }),
    },
    regular: { everyMs, work },
  });

const notes = async (service: RunningService): Promise<readonly object[]> => json(`${service.url}/notes`);

test("regular work is done again and again, each round in a transaction of its own; one that fails leaves nothing and stops nothing", async () => {
  let rounds = 0;
  const service = await start(async ({ db }) => {
    rounds++;
    await db
      .insertInto("notes")
      .values({ text: String(rounds) })
      .execute();
    if (rounds === 2) throw new Error("not this time");
  });
  await expect.poll(async () => (await notes(service)).length).toBeGreaterThan(2);
  expect((await notes(service)).slice(0, 3)).toEqual([{ text: "1" }, { text: "3" }, { text: "4" }]);
});

test("the next round begins after the one before has ended, and a service that stops waits for it", async () => {
  let [running, most, ended] = [0, 0, 0];
  const service = await start(async () => {
    running++;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 30));
    running--;
    ended++;
  });
  await expect.poll(() => ended).toBeGreaterThan(1);
  await expect.poll(() => running).toBe(1);
  const before = ended;
  await service.stop();
  expect([running, most]).toEqual([0, 1]);
  expect(ended).toBe(before + 1);
});
