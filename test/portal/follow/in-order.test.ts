import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JournalEntry } from "#messaging";
import type { Told } from "../../../src/portal/follow/ask-services.js";
import { inOrder } from "../../../src/portal/follow/in-order.js";

const entry = (
  number: number,
  at: number,
  event: JournalEntry["event"],
  messageId: string,
  more: Partial<JournalEntry> = {},
): JournalEntry => ({
  number,
  at,
  event,
  messageId,
  exchange: "x",
  routingKey: "k",
  ...more,
});
const told = (application: string, ...entries: JournalEntry[]): Told => ({ application, state: "told", entries });
const shown = (list: readonly Told[]) =>
  inOrder(list).map(({ application, event, messageId, from }) => [application, event, messageId, from]);

describe("what several services tell", () => {
  test("is in the order of their clocks", () => {
    expect(shown([told("b", entry(1, 20, "received", "m")), told("a", entry(1, 10, "sent", "m"))])).toEqual([
      ["a", "sent", "m", undefined],
      ["b", "received", "m", 0],
    ]);
  });

  test("never has a delivery before its sending, whatever the clocks say", () => {
    const list = [
      told("b", entry(1, 5, "received", "m"), entry(2, 6, "sent", "n")),
      told("a", entry(1, 10, "sent", "m"), entry(2, 8, "received", "n")),
    ];
    expect(shown(list).map(([, event, id]) => `${String(event)} ${String(id)}`)).toEqual(["sent m", "received m", "sent n", "received n"]);
  });

  test("leads a second attempt back to the first", () => {
    const list = [told("b", entry(1, 1, "sent", "m"), entry(2, 2, "received", "m", { outcome: "retried" }), entry(3, 3, "received", "m"))];
    expect(shown(list).map(([, , , from]) => from)).toEqual([undefined, 0, 1]);
  });

  test("is told once each, in the order of each, and after its sending, whatever was told", () => {
    const one = fc.record({
      at: fc.nat(50),
      event: fc.constantFrom<JournalEntry["event"]>("sent", "received"),
      id: fc.nat(5),
    });
    const lists = fc.array(fc.array(one, { maxLength: 8 }), { maxLength: 4 });
    fc.assert(
      fc.property(lists, (services) => {
        const list = services.map((entries, at) =>
          told(`s${at}`, ...entries.map(({ at: time, event, id }, index) => entry(index + 1, time, event, `m${id}`))),
        );
        const ordered = inOrder(list);
        expect(ordered).toHaveLength(services.flat().length);
        for (const { application, entries } of list)
          expect(ordered.filter((step) => step.application === application).map(({ number }) => number)).toEqual(
            entries.map(({ number }) => number),
          );
        for (const [at, { from }] of ordered.entries()) if (from !== undefined) expect(from).toBeLessThan(at);
      }),
    );
  });
});
