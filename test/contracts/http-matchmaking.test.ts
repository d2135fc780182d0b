import { describeConformance, type RequestParts } from "./http/conformance.js";
import { once, postJson } from "./http/steps.js";

interface Named {
  readonly [name: string]: string | number;
}

describeConformance({
  group: "matchmaking",
  // Notifications come of offers.
  applications: ["notifications", "matchmaking"],
  situations(services) {
    const [maker, receiver, stranger] = ["ann", "bob", "eve"];
    const as = (user: string): RequestParts => ({ headers: { "x-user-id": user } });
    const wanted = { to_user_id: receiver, offered_item_id: "bicycle-7", wanted_item_id: "guitar-2" };
    const offers = (path = "") => `${services.url("matchmaking")}/trade-offers${path}`;
    const offer = async () => ({ offerId: (await postJson<{ offer_id: string }>(offers(), wanted, { "x-user-id": maker })).offer_id });
    /** Made while everything was well; each is decided on once. */
    const open = once(() => Promise.all(Array.from({ length: 100 }, offer)));
    const next = async () => (await open()).pop() ?? { offerId: "none is left" };
    const decided = once(async () => {
      const path = await next();
      await postJson(offers(`/${path.offerId}/accept`), {}, { "x-user-id": receiver });
      return path;
    });
    const list = async (user: string) => {
      const response = await fetch(`${services.url("notifications")}/users/${user}/notifications`, { headers: { "x-user-id": user } });
      return ((await response.json()) as { items: { id: number; type: string }[] }).items;
    };
    /** One of the notifications of the maker, whose offer was accepted. */
    const told = once(async () => {
      await decided();
      const [first] = await services.until(
        () => list(maker),
        ({ length }) => length > 0,
      );
      return { userId: maker, notificationId: first?.id ?? 0 };
    });
    const owner = async () => ({ userId: (await told()).userId });
    const guarded = (user: string, path: () => Named | Promise<Named>, good: RequestParts = {}) => ({
      200: async () => ({ ...good, ...as(user), path: await path() }),
      401: async () => ({ ...good, path: await path() }),
      403: async () => ({ ...good, ...as(stranger), path: await path() }),
    });
    const decision = (user: string) => ({
      ...guarded(user, next),
      409: async () => ({ ...as(user), path: await decided() }),
    });
    return {
      "matchmaking.createTradeOffer": { 201: () => ({ ...as(maker), body: wanted }), 401: () => ({ body: wanted }) },
      "matchmaking.listTradeOffers": {
        200: () => next().then(() => ({ ...as(maker), query: { limit: 1, status: "open" } })),
        401: () => ({}),
      },
      "matchmaking.getTradeOffer": guarded(maker, decided),
      "matchmaking.acceptTradeOffer": decision(receiver),
      "matchmaking.rejectTradeOffer": decision(receiver),
      "matchmaking.cancelTradeOffer": decision(maker),
      "matchmaking.getHealth": { 200: () => ({}) },
      "notifications.listNotifications": guarded(maker, owner, { query: { limit: 1 } }),
      "notifications.countUnread": guarded(maker, owner),
      "notifications.markRead": guarded(maker, told),
      "notifications.followNotifications": guarded(maker, owner),
      "notifications.getHealth": { 200: () => ({}) },
    };
  },
});
