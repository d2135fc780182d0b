import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { journeyOf, republishable } from "../../src/messaging/headers.js";
import { createDelivery } from "./fake-broker.js";

const journey = (headers: Record<string, unknown>) => journeyOf(createDelivery({ headers }));

describe("where a message died", () => {
  const expired = { queue: "payment-queue", reason: "expired", count: 1 };

  test("is unknown for one that did not", () => {
    expect(journey({}).died).toBeUndefined();
  });

  test("is what the broker notes", () => {
    expect(journey({ "x-death": [expired] }).died).toEqual({ queue: "payment-queue", reason: "expired" });
    expect(journey({ "x-first-death-queue": "q", "x-first-death-reason": "rejected" }).died).toEqual({ queue: "q", reason: "rejected" });
  });

  test("is the first of several deaths", () => {
    const later = { queue: "dlx-payment-queue", reason: "delivery_limit" };
    expect(journey({ "x-death": [later, expired] }).died?.queue).toBe("payment-queue");
  });

  test("is never a delay queue, since waiting there is no death", () => {
    const waited = { queue: "payment-queue.wait.500", reason: "expired" };
    expect(journey({ "x-death": [waited], "x-first-death-queue": waited.queue, "x-first-death-reason": "expired" }).died).toBeUndefined();
    expect(journey({ "x-death": [expired, waited] }).died?.queue).toBe("payment-queue");
  });

  test("is the queue whose application moved it", () => {
    expect(journey({ "x-failure-queue": "payment-queue", "x-failure-code": "bug" }).died).toEqual({
      queue: "payment-queue",
      reason: "bug",
    });
  });

  test("is not forgotten by a retry, which takes the broker's notes off", () => {
    const noted = { "x-died-queue": "payment-queue", "x-died-reason": "expired", "x-failure-queue": "later", "x-failure-code": "bug" };
    expect(journey(noted).died).toEqual({ queue: "payment-queue", reason: "expired" });
  });
});

describe("republished headers", () => {
  test("are the sender's without the broker's", () => {
    const headers = { tenant: "a", "x-death": [], "x-first-death-queue": "q", "x-delivery-count": 1, CC: ["x"], BCC: ["y"] };
    expect(republishable(headers)).toEqual({ tenant: "a" });
  });

  test("fit a frame, whatever came", () => {
    const big = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`h${at}`, "x".repeat(10_000)]));
    expect(JSON.stringify(republishable(big)).length).toBeLessThan(50_000);
  });

  test("hold text in place of what cannot be written", () => {
    expect(republishable({ a: Number.NaN, b: { "!": "nonsense", value: 1 }, c: 1n, d: undefined })).toEqual({
      a: "(not representable)",
      b: "(not representable)",
      c: "(not representable)",
      d: "(not representable)",
    });
  });

  test("can be made of anything", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.anything()), (headers) => {
        expect(() => republishable(headers)).not.toThrow();
      }),
    );
  });
});
