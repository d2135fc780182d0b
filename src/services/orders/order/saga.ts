/**
 * The order saga as a pure function: where an order stands and what happened → where it stands next and what to say.
 * Every event may come twice, late or after its opposite; none of that may charge a card or hold stock for a failed order.
 */
import type { PaymentResult, ProductReservationResult } from "#generated/orders/order/index.js";

/** Which answer an order waits for, or how it ended. */
export type Stage = "reserving" | "paying" | "completed" | "failed";

export interface OrderState {
  readonly stage: Stage;
  /** Why the order failed, for people. */
  readonly reason?: string;
}

export type OrderEvent =
  | { readonly type: "reservation"; readonly result: ProductReservationResult }
  | { readonly type: "reservationExpired" }
  | { readonly type: "payment"; readonly result: PaymentResult }
  | { readonly type: "paymentExpired" };

/** What the order application says; each is a send operation of its contract. */
export type Command = "productReservation" | "productCancellation" | "payment" | "paymentCancellation" | "orderCompleted" | "orderFailed";

export interface Transition {
  readonly state: OrderState;
  readonly commands: readonly Command[];
}

/** A new order waits for its reservation. */
export const begin = (): Transition => ({ state: { stage: "reserving" }, commands: ["productReservation"] });

/** What an event does to an order. Events that change nothing give the same state and no commands. */
export function advance(state: OrderState, event: OrderEvent): Transition {
  switch (event.type) {
    case "reservation":
      return event.result.status === "reserved" ? reserved(state) : failsWhile("reserving", state, words[event.result.reason]);
    case "reservationExpired":
      return failsWhile("reserving", state, "the item could not be reserved in time");
    case "payment":
      return event.result.status === "charged"
        ? charged(state)
        : failsWhile("paying", state, words[event.result.reason], "productCancellation");
    case "paymentExpired":
      return failsWhile("paying", state, "the card could not be charged in time", "productCancellation");
  }
}

function reserved(state: OrderState): Transition {
  if (state.stage === "reserving") return { state: { stage: "paying" }, commands: ["payment"] };
  // The order had already failed when the item was reserved: the unit goes back.
  if (state.stage === "failed") return { state, commands: ["productCancellation"] };
  return { state, commands: [] };
}

function charged(state: OrderState): Transition {
  if (state.stage === "paying") return { state: { stage: "completed" }, commands: ["orderCompleted"] };
  // The order had already failed when the card was charged: the money goes back.
  if (state.stage === "failed") return { state, commands: ["paymentCancellation"] };
  return { state, commands: [] };
}

function failsWhile(stage: Stage, state: OrderState, reason: string, ...compensation: Command[]): Transition {
  if (state.stage !== stage) return { state, commands: [] };
  return { state: { stage: "failed", reason }, commands: [...compensation, "orderFailed"] };
}

const words: Readonly<Record<Reason, string>> = {
  unknown_item: "the item is unknown",
  out_of_stock: "the item is out of stock",
  unknown_card: "the card is unknown",
  card_blocked: "the card was declined",
  insufficient_funds: "the card's limit is exceeded",
  cancelled: "the order was cancelled",
};

type Reason = Extract<ProductReservationResult, { status: "refused" }>["reason"] | Extract<PaymentResult, { status: "declined" }>["reason"];
