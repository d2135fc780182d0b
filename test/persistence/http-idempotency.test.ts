import { expect, test, vi } from "vitest";
import { claimKey, type KeyedRequest, onceWithKey, type StoredResponse, settleKey } from "#persistence";
import { addEffect, type CounterStore, counterStore, effects } from "./counter-store.js";

const request: KeyedRequest = { key: "k1", fingerprint: "POST /orders 5f3a" };
const created: StoredResponse = { status: 201, headers: { location: "/orders/1" }, body: { id: "1", price: "10.00" } };

const once = async (store: CounterStore, keyed: KeyedRequest, response = created) => {
  const outcome = await store.perform({
    run: ({ tx }) =>
      onceWithKey(tx, keyed, async () => {
        await addEffect(tx, keyed.key);
        return response;
      }),
  });
  return outcome.status === "done" ? outcome.result : undefined;
};

test("a key's second request gets the first one's response and changes nothing", async () => {
  const store = await counterStore();
  expect(await once(store, request)).toEqual({ status: "first", response: created });
  expect(await once(store, request, { status: 500 })).toEqual({ status: "again", response: created });
  expect(await effects(store)).toEqual(["k1"]);
});

test("two requests with one key at the same time are one", async () => {
  const store = await counterStore();
  const outcomes = await Promise.all([once(store, request), once(store, request)]);
  expect(outcomes.map((outcome) => outcome?.status)).toEqual(["first", "again"]);
  expect(await effects(store)).toEqual(["k1"]);
});

test("a key that comes with another request is a conflict", async () => {
  const store = await counterStore();
  await once(store, request);
  expect(await once(store, { ...request, fingerprint: "POST /orders 77" })).toEqual({ status: "conflict" });
  expect(await effects(store)).toEqual(["k1"]);
});

test("one key in two scopes is two keys", async () => {
  const store = await counterStore();
  await once(store, { ...request, scope: "createOrder" });
  expect(await once(store, { ...request, scope: "createRefund" })).toMatchObject({ status: "first" });
});

test("a request that failed may come again under its key", async () => {
  const store = await counterStore();
  const failing = store.perform({ run: ({ tx }) => onceWithKey(tx, request, () => Promise.reject(new Error("no"))) });
  await expect(failing).rejects.toThrow("no");
  expect(await once(store, request)).toMatchObject({ status: "first" });
});

test("a response that is not final leaves the key free for another request", async () => {
  const store = await counterStore();
  const refused: StoredResponse = { status: 400 };
  const mendable = { ...request, isFinal: ({ status }: StoredResponse) => status !== 400 };
  expect(await once(store, mendable, refused)).toEqual({ status: "first", response: refused });
  expect(await once(store, { ...mendable, fingerprint: "mended" })).toEqual({ status: "first", response: created });
  expect(await once(store, { ...mendable, fingerprint: "mended" })).toEqual({ status: "again", response: created });
});

test("a response that is too old is made anew", async () => {
  const store = await counterStore();
  vi.spyOn(Date, "now").mockReturnValueOnce(Date.now() - 90_000_000);
  await store.perform({ run: ({ tx }) => onceWithKey(tx, request, async () => ({ status: 200 })) });
  expect(await once(store, { ...request, fingerprint: "another" })).toEqual({ status: "first", response: created });
});

/** What work outside of any transaction does: a claim and its end, each in a transaction of its own. */
const claim = async (store: CounterStore, keyed: KeyedRequest = request) => {
  const outcome = await store.perform({ run: ({ tx }) => claimKey(tx, keyed) });
  if (outcome.status !== "done") throw new Error("no inbox, no duplicate");
  return outcome.result;
};
const settle = (store: CounterStore, at: number, response?: StoredResponse, keyed: KeyedRequest = request) =>
  store.perform({ run: ({ tx }) => settleKey(tx, keyed, at, response) });
const claimedAt = async (store: CounterStore, keyed: KeyedRequest = request): Promise<number> => {
  const claimed = await claim(store, keyed);
  if (claimed.status !== "claimed") throw new Error(`the key is not claimed but ${claimed.status}`);
  return claimed.at;
};

test("a claimed key keeps an equal request off and refuses another until it is settled", async () => {
  const store = await counterStore();
  const at = await claimedAt(store);
  expect(await claim(store)).toEqual({ status: "running" });
  expect(await claim(store, { ...request, fingerprint: "POST /orders 77" })).toEqual({ status: "conflict" });
  await settle(store, at, created);
  expect(await claim(store)).toEqual({ status: "again", response: created });
});

test("a claim that came to nothing leaves the key free", async () => {
  const store = await counterStore();
  await settle(store, await claimedAt(store));
  expect(await claim(store)).toMatchObject({ status: "claimed" });
});

test("a claim whose process died is void after a minute, and its late end does not touch the next one", async () => {
  const store = await counterStore();
  vi.spyOn(Date, "now").mockReturnValueOnce(Date.now() - 61_000);
  const abandoned = await claimedAt(store);
  const at = await claimedAt(store);
  await settle(store, abandoned, { status: 500 });
  expect(await claim(store)).toEqual({ status: "running" });
  await settle(store, at, created);
  expect(await claim(store)).toEqual({ status: "again", response: created });
});
