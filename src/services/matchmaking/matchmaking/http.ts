import type { operations } from "#generated/matchmaking/matchmaking/http.js";
import type { MatchmakingPublisher } from "#generated/matchmaking/matchmaking/index.js";
import { answerPage, type HttpHandlers, problem, refused } from "#http";
import { decide, makeOffer, type Refusal } from "./service.js";
import type { Decision, OfferStore } from "./store.js";

interface DecisionRequest {
  readonly params: { readonly offerId: string };
  readonly headers: { readonly "x-user-id": string };
}

/** Trade offers over HTTP: make, list, read, accept, reject, cancel. */
export function createMatchmakingApi(offers: OfferStore, publish: MatchmakingPublisher): HttpHandlers<operations> {
  const decided = async (decision: Decision, { params: { offerId }, headers }: DecisionRequest) => {
    const outcome = await decide(offers, publish, decision, { offerId, userId: headers["x-user-id"] });
    return typeof outcome === "string" ? refusals[outcome]() : { status: 200 as const, body: outcome };
  };
  return {
    async createTradeOffer({ headers: { "x-user-id": user }, body }) {
      if (body.to_user_id === user)
        return { status: 400, body: refused(400, [{ field: "/to_user_id", message: "must be somebody else" }]) };
      const offer = await makeOffer(offers, publish, user, body);
      return { status: 201, body: offer, headers: { location: `/trade-offers/${offer.offer_id}` } };
    },
    listTradeOffers: ({ headers: { "x-user-id": userId }, query: { status, ...page } }) =>
      answerPage(page, (asked) => offers.newest({ userId, ...asked, ...(status === undefined ? {} : { status }) })),
    async getTradeOffer({ params, headers: { "x-user-id": user } }) {
      const offer = await offers.find(params.offerId);
      if (offer === undefined) return refusals.unknown();
      return [offer.from_user_id, offer.to_user_id].includes(user) ? { status: 200, body: offer } : refusals.not_yours();
    },
    acceptTradeOffer: (request) => decided("accepted", request),
    rejectTradeOffer: (request) => decided("rejected", request),
    cancelTradeOffer: (request) => decided("cancelled", request),
    getHealth: async () => ({ status: 200, body: { status: "up", service: "matchmaking" } }),
  };
}

const refusals = {
  unknown: () => ({ status: 404 as const, body: problem(404, "There is no such trade offer.") }),
  not_yours: () => ({ status: 403 as const, body: problem(403, "This trade offer is not this user's to read or to decide on.") }),
  decided: () => ({ status: 409 as const, body: problem(409, "This trade offer is decided already.") }),
} as const satisfies Record<Refusal, () => object>;
