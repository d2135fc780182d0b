import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { advance, begin, type Command, type OrderEvent, type OrderState } from "../../../src/services/orders/order/saga.js";

const orderId = "ae5e5918-facb-40e5-bbdf-3525cedaaa7e";
const reserved: OrderEvent = { type: "reservation", result: { orderId, status: "reserved" } };
const refused: OrderEvent = { type: "reservation", result: { orderId, status: "refused", reason: "out_of_stock" } };
const charged: OrderEvent = { type: "payment", result: { orderId, status: "charged" } };
const declined: OrderEvent = { type: "payment", result: { orderId, status: "declined", reason: "card_blocked" } };
const reservationExpired: OrderEvent = { type: "reservationExpired" };
const paymentExpired: OrderEvent = { type: "paymentExpired" };

/** Reads like the rule: given what happened, when this happens, then these commands and this stage. */
function given(...events: OrderEvent[]) {
  const state = events.reduce((current, event) => advance(current, event).state, begin().state);
  return {
    when: (event: OrderEvent) => {
      const next = advance(state, event);
      return {
        sends: (...commands: Command[]) => ({
          becomes: (stage: OrderState["stage"]) => expect([next.commands, next.state.stage]).toEqual([commands, stage]),
        }),
      };
    },
  };
}

describe("the order saga", () => {
  test("begins by asking for a reservation", () => {
    expect(begin()).toEqual({ state: { stage: "reserving" }, commands: ["productReservation"] });
  });
  test("goes on to payment when the item is reserved", () => {
    given().when(reserved).sends("payment").becomes("paying");
  });
  test("fails when the item cannot be reserved", () => {
    given().when(refused).sends("orderFailed").becomes("failed");
  });
  test("fails when the reservation expires", () => {
    given().when(reservationExpired).sends("orderFailed").becomes("failed");
  });
  test("completes when the card is charged", () => {
    given(reserved).when(charged).sends("orderCompleted").becomes("completed");
  });
  test("gives the reservation back and fails when the card is declined", () => {
    given(reserved).when(declined).sends("productCancellation", "orderFailed").becomes("failed");
  });
  test("gives the reservation back and fails when the payment expires", () => {
    given(reserved).when(paymentExpired).sends("productCancellation", "orderFailed").becomes("failed");
  });
  test("gives back a reservation that comes after the order failed", () => {
    given(reservationExpired).when(reserved).sends("productCancellation").becomes("failed");
  });
  test("refunds a charge that comes after the order failed", () => {
    given(reserved, paymentExpired).when(charged).sends("paymentCancellation").becomes("failed");
  });
  test("stays completed when the payment's request expires after its charge", () => {
    given(reserved, charged).when(paymentExpired).sends().becomes("completed");
  });
  test("says why it failed", () => {
    expect(advance({ stage: "paying" }, declined).state.reason).toBe("the card was declined");
  });
});

describe("whatever comes, in whatever order, any number of times", () => {
  const events = fc.array(fc.constantFrom(reserved, refused, charged, declined, reservationExpired, paymentExpired), { maxLength: 12 });
  const run = (happened: OrderEvent[]) => {
    let { state, commands } = begin();
    const said: Command[] = [...commands];
    for (const event of happened) {
      ({ state, commands } = advance(state, event));
      said.push(...commands);
    }
    return { state, said, count: (command: Command) => said.filter((one) => one === command).length };
  };

  test("an order that ended stays as it ended", () => {
    fc.assert(
      fc.property(events, events, (before, after) => {
        const { state } = run(before);
        if (state.stage === "completed" || state.stage === "failed") expect(run([...before, ...after]).state).toEqual(state);
      }),
    );
  });

  test("the end is told exactly once, and only when there is one", () => {
    fc.assert(
      fc.property(events, (happened) => {
        const { state, count } = run(happened);
        expect([count("orderCompleted"), count("orderFailed")]).toEqual([
          Number(state.stage === "completed"),
          Number(state.stage === "failed"),
        ]);
      }),
    );
  });

  test("payment is asked for at most once, and only after a reservation", () => {
    fc.assert(
      fc.property(events, (happened) => {
        const { count } = run(happened);
        expect(count("payment")).toBeLessThanOrEqual(Number(happened.includes(reserved)));
      }),
    );
  });

  test("a completed order is neither cancelled nor refunded", () => {
    fc.assert(
      fc.property(events, (happened) => {
        const { state, said } = run(happened);
        if (state.stage === "completed") expect(said).toEqual(["productReservation", "payment", "orderCompleted"]);
      }),
    );
  });

  test("a failed order that was reserved gives the reservation back", () => {
    fc.assert(
      fc.property(events, (happened) => {
        const { state, count } = run(happened);
        if (state.stage === "failed" && happened.includes(reserved)) expect(count("productCancellation")).toBeGreaterThan(0);
      }),
    );
  });
});
