import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { MatchmakingPublisher } from "#generated/matchmaking/matchmaking/index.js";
import { openStore, type Store } from "#persistence";
import { decide, makeOffer } from "../../../src/services/matchmaking/matchmaking/service.js";
import {
  type Decision,
  type MatchmakingTables,
  migrations,
  offerStore,
  type TradeOffer,
} from "../../../src/services/matchmaking/matchmaking/store.js";

let store: Store<MatchmakingTables>;
beforeAll(async () => {
  store = await openStore<MatchmakingTables>({ url: ":memory:", migrations });
});
afterAll(() => store.close());

interface Told {
  readonly user_id: string;
  readonly type: string;
  readonly related_user_id?: string;
  readonly messageId: string | undefined;
  readonly sequence: number | undefined;
}

/** One unit of work, with what it told whom. */
async function work<R>(run: (offers: ReturnType<typeof offerStore>, publish: MatchmakingPublisher) => Promise<R>) {
  let told: Told[] = [];
  const outcome = await store.perform({
    run: ({ tx }) => {
      told = [];
      const tell: MatchmakingPublisher["tellDecision"] = async ({ title: _, body: __, ...payload }, options) => {
        told.push({ ...payload, messageId: options?.messageId, sequence: options?.headers?.sequence });
      };
      return run(offerStore(tx), { tellDecision: tell, tellNewOffer: tell });
    },
  });
  if (outcome.status === "duplicate") throw new Error("no inbox key, no duplicate");
  return { result: outcome.result, told };
}

let users = 0;
async function offered(): Promise<{ offer: TradeOffer; from: string; to: string; told: readonly Told[] }> {
  const [from, to] = [`from-${++users}`, `to-${users}`];
  const wanted = { to_user_id: to, offered_item_id: "bicycle-7", wanted_item_id: "guitar-2" };
  const { result, told } = await work((offers, publish) => makeOffer(offers, publish, from, wanted));
  return { offer: result, from, to, told };
}
const decided = (decision: Decision, { offer_id }: Pick<TradeOffer, "offer_id">, userId: string) =>
  work((offers, publish) => decide(offers, publish, decision, { offerId: offer_id, userId }));

test("a new offer is open, and its receiver is told of it", async () => {
  const { offer, from, to, told } = await offered();
  expect(offer).toMatchObject({ from_user_id: from, to_user_id: to, status: "open" });
  expect(told).toEqual([
    {
      user_id: to,
      type: "trade_offer_received",
      related_user_id: from,
      messageId: `${offer.offer_id}:trade_offer_received`,
      sequence: 1,
    },
  ]);
});

describe.each([
  ["accepted", "to", "from"],
  ["rejected", "to", "from"],
  ["cancelled", "from", "to"],
] as const)("an offer %s", (decision, by, other) => {
  test("by whom it is to decide stands so, and the other side is told once", async () => {
    const { offer, ...side } = await offered();
    const { result, told } = await decided(decision, offer, side[by]);
    expect(result).toMatchObject({ status: decision, decided_at: expect.any(String) });
    expect(told).toMatchObject([{ user_id: side[other], type: `trade_offer_${decision}`, related_user_id: side[by] }]);
    for (const again of ["accepted", "rejected"] as const)
      expect(await decided(again, offer, side.to)).toEqual({ result: "decided", told: [] });
    expect(await decided("cancelled", offer, side.from)).toEqual({ result: "decided", told: [] });
  });

  test("by anybody else stays open, and nobody is told", async () => {
    const { offer, ...side } = await offered();
    for (const stranger of [side[other], "somebody"])
      expect(await decided(decision, offer, stranger)).toEqual({ result: "not_yours", told: [] });
    expect(await store.read((db) => offerStore(db).find(offer.offer_id))).toMatchObject({ status: "open" });
  });
});

test("an offer that nobody made cannot be decided on", async () => {
  expect(await decided("accepted", { offer_id: "nothing" }, "somebody")).toEqual({ result: "unknown", told: [] });
});

test("each user's notifications are numbered from one, without a gap", async () => {
  const [user, numbers] = ["counted", [] as (number | undefined)[]];
  for (const from of ["ann", "bob", "eve"]) {
    const wanted = { to_user_id: user, offered_item_id: "a", wanted_item_id: "b" };
    const { told } = await work((offers, publish) => makeOffer(offers, publish, from, wanted));
    numbers.push(...told.map(({ sequence }) => sequence));
  }
  expect(numbers).toEqual([1, 2, 3]);
});
