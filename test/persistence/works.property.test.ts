import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addEffect, type CounterStore, counterStore, effects, message, outboxOf } from "./counter-store.js";

/** What one work of a generated mix does, after so many turns of the event loop. */
const plan = fc.record({
  kind: fc.constantFrom("succeeds", "succeeds", "fails", "spoils", "hangs", "wakes late", "leaves a query"),
  key: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
  turns: fc.nat(2),
  startsAfter: fc.nat(3),
});
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never;

async function carryOut(
  store: CounterStore,
  name: string,
  { kind, key, turns, startsAfter }: Plan,
): Promise<"done" | "duplicate" | "failed"> {
  const stop = new AbortController();
  for (let n = 0; n < startsAfter; n++) await turn();
  const outcome = store.perform({
    ...(key === undefined ? {} : { inbox: { consumer: "c", key: `${key}` } }),
    signal: stop.signal,
    run: async ({ tx, enqueue }) => {
      await addEffect(tx, name);
      enqueue(message(name));
      for (let n = 0; n < turns; n++) await turn();
      if (kind === "fails") throw new Error("fails");
      if (kind === "spoils") await addEffect(tx, null as unknown as string).catch(() => undefined);
      if (kind === "leaves a query")
        void turn()
          .then(() => addEffect(tx, `${name} (late)`))
          .catch(() => undefined);
      if (kind === "hangs" || kind === "wakes late") setImmediate(() => stop.abort());
      if (kind === "hangs") await new Promise(() => undefined);
      if (kind === "wakes late") {
        for (let n = 0; n < 4; n++) await turn();
        await addEffect(tx, `${name} (late)`);
      }
    },
  });
  return outcome.then(({ status }) => status).catch(() => "failed" as const);
}

test("any mix of works leaves exactly the effects and messages of those that were done, once each", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(plan, { maxLength: 25 }), fc.integer({ min: 1, max: 8 }), async (plans, groupSize) => {
      const store = await counterStore({ groupSize });
      const results = await Promise.all(plans.map((each, n) => carryOut(store, `work ${String(n).padStart(3, "0")}`, each)));
      const done = results.flatMap((result, n) => (result === "done" ? [`work ${String(n).padStart(3, "0")}`] : []));
      for (let n = 0; n < 8; n++) await turn();
      await store.perform({ run: async () => undefined });
      expect(await effects(store)).toEqual(done);
      expect((await outboxOf(store)).sort()).toEqual(done);
      for (const key of new Set(plans.map((each) => each.key))) {
        if (key === undefined) continue;
        const ofKey = results.filter((_, n) => plans[n]?.key === key);
        const doneOfKey = ofKey.filter((result) => result === "done").length;
        expect(doneOfKey).toBe(ofKey.some((result) => result !== "failed") ? 1 : 0);
      }
      await store.close();
    }),
    { numRuns: 60 },
  );
});
