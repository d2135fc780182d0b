import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { payment } from "#generated/orders/payment/index.js";
import { createPaymentService } from "../../../src/services/orders/payment/service.js";
import { migrations, type PaymentTables, paymentStore } from "../../../src/services/orders/payment/store.js";
import { type ServiceUnderTest, serviceUnderTest } from "../../support/service-under-test.js";

const good = "123e4567-e89b-12d3-a456-426614174003";
const blocked = "123e4567-e89b-12d3-a456-426614174013";
const small = "123e4567-e89b-12d3-a456-426614174023";
const orderId = "ae5e5918-facb-40e5-bbdf-3525cedaaa7e";
const action = { orderId, customerId: good, cardId: good, itemId: good, price: "100.10" };

let service: ServiceUnderTest<PaymentTables>;
beforeEach(async () => {
  service = await serviceUnderTest({ contract: payment, migrations, handlers: (tx) => createPaymentService(paymentStore(tx)) });
});
afterEach(() => service.close());

const result = (payload: object) => [{ operation: "paymentResult", payload }];
const charged = async (cardId: string): Promise<string | undefined> => (await service.read((db) => paymentStore(db).card(cardId)))?.charged;
const statusOf = async (id = orderId): Promise<string | undefined> => (await service.read((db) => paymentStore(db).charge(id)))?.status;

describe("a charge", () => {
  test("is made, told and added up exactly", async () => {
    expect(await service.receive("paymentAction", action)).toEqual(result({ orderId, status: "charged" }));
    await service.receive("paymentAction", { ...action, orderId: "0b9bd6a4-4df5-4a36-a9a5-7a7d1bd5b1f0", price: "0.20" });
    expect(await charged(good)).toBe("100.30");
  });

  test("asked for twice is made once and told twice", async () => {
    const first = await service.receive("paymentAction", action);
    expect(await service.receive("paymentAction", action)).toEqual(first);
    expect(await charged(good)).toBe("100.10");
  });

  test.each([
    ["on an unknown card", orderId, "1.00", "unknown_card"],
    ["on a blocked card", blocked, "1.00", "card_blocked"],
    ["over the card's limit", small, "250.01", "insufficient_funds"],
  ])("%s is declined with the reason", async (_what, cardId, price, reason) => {
    expect(await service.receive("paymentAction", { ...action, cardId, price })).toEqual(result({ orderId, status: "declined", reason }));
    expect(await statusOf()).toBe("declined");
  });

  test("up to the card's limit to the cent is made", async () => {
    expect(await service.receive("paymentAction", { ...action, cardId: small, price: "250.00" })).toEqual(
      result({ orderId, status: "charged" }),
    );
  });
});

describe("a refund", () => {
  test("gives the money back, once however often it is asked for", async () => {
    await service.receive("paymentAction", action);
    await service.receive("paymentCancellation", action);
    await service.receive("paymentCancellation", action);
    expect([await charged(good), await statusOf()]).toEqual(["0.00", "refunded"]);
  });

  test("that overtakes its charge makes the charge be declined", async () => {
    await service.receive("paymentCancellation", action);
    expect(await service.receive("paymentAction", action)).toEqual(result({ orderId, status: "declined", reason: "cancelled" }));
    expect(await charged(good)).toBe("0.00");
  });

  test("of a declined charge changes nothing", async () => {
    await service.receive("paymentAction", { ...action, cardId: blocked });
    await service.receive("paymentCancellation", { ...action, cardId: blocked });
    expect([await charged(blocked), await statusOf()]).toEqual(["0.00", "declined"]);
  });
});
