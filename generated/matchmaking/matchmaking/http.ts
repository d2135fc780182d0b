// Generated from openapi/matchmaking/matchmaking.yaml. Do not edit; run `npm run generate`.

export interface paths {
    "/trade-offers": {
        parameters: {
            query?: never;
            header: {
                /** @description The user who calls, as the gateway says. */
                "x-user-id": components["parameters"]["User"];
            };
            path?: never;
            cookie?: never;
        };
        /** List the offers that the user made or got, the newest first. */
        get: operations["listTradeOffers"];
        put?: never;
        /**
         * Offer a trade.
         * @description With an `Idempotency-Key`, a repeated request gets the first answer and offers nothing else.
         */
        post: operations["createTradeOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/trade-offers/{offerId}": {
        parameters: {
            query?: never;
            header: {
                /** @description The user who calls, as the gateway says. */
                "x-user-id": components["parameters"]["User"];
            };
            path: {
                offerId: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        /** Read one offer that the user made or got. */
        get: operations["getTradeOffer"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/trade-offers/{offerId}/accept": {
        parameters: {
            query?: never;
            header: {
                /** @description The user who calls, as the gateway says. */
                "x-user-id": components["parameters"]["User"];
            };
            path: {
                offerId: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Agree to the trade.
         * @description Only the one to whom it was made may do so, and only while the offer is open; of two at once, one is answered 409. The other side is told once.
         */
        post: operations["acceptTradeOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/trade-offers/{offerId}/reject": {
        parameters: {
            query?: never;
            header: {
                /** @description The user who calls, as the gateway says. */
                "x-user-id": components["parameters"]["User"];
            };
            path: {
                offerId: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refuse the trade.
         * @description Only the one to whom it was made may do so, and only while the offer is open; of two at once, one is answered 409. The other side is told once.
         */
        post: operations["rejectTradeOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/trade-offers/{offerId}/cancel": {
        parameters: {
            query?: never;
            header: {
                /** @description The user who calls, as the gateway says. */
                "x-user-id": components["parameters"]["User"];
            };
            path: {
                offerId: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw the offer.
         * @description Only the one who made it may do so, and only while the offer is open; of two at once, one is answered 409. The other side is told once.
         */
        post: operations["cancelTradeOffer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the service there?
         * @description Answers 200 while the service takes requests. Whether database and broker are there is told by `/health/ready`.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ItemId: string;
        /**
         * @description `open` until somebody decides; what was decided stays.
         * @enum {string}
         */
        Status: "open" | "accepted" | "rejected" | "cancelled";
        NewTradeOffer: {
            /** @description To whom it is made: somebody else. */
            to_user_id: string;
            offered_item_id: components["schemas"]["ItemId"];
            wanted_item_id: components["schemas"]["ItemId"];
        };
        TradeOffer: {
            /** Format: uuid */
            offer_id: string;
            from_user_id: string;
            to_user_id: string;
            offered_item_id: components["schemas"]["ItemId"];
            wanted_item_id: components["schemas"]["ItemId"];
            status: components["schemas"]["Status"];
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description Absent while it is open.
             */
            decided_at?: string;
        };
        TradeOfferPage: {
            items: components["schemas"]["TradeOffer"][];
            /** @description Absent on the last page. */
            next_cursor?: string;
        };
        Health: {
            /** @constant */
            status: "up";
            /** @constant */
            service: "matchmaking";
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            detail?: string;
            instance?: string;
            errors?: {
                /** @description JSON pointer to the field. */
                field: string;
                message: string;
            }[];
        };
    };
    responses: {
        /** @description What went wrong (RFC 9457). */
        Problem: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description The user who calls, as the gateway says. */
        User: string;
        OfferId: string;
        Limit: number;
        /** @description The `next_cursor` of the page before. */
        Cursor: string;
        /** @description A value of the client's choosing that names this request. */
        IdempotencyKey: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listTradeOffers: {
        parameters: {
            query?: {
                /** @description Only these. */
                status?: components["schemas"]["Status"];
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
            };
            header: {
                /** @description The user who calls, as the gateway says. */
                "x-user-id": components["parameters"]["User"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradeOfferPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    createTradeOffer: {
        parameters: {
            query?: never;
            header: {
                /** @description The user who calls, as the gateway says. */
                "x-user-id": components["parameters"]["User"];
                /** @description A value of the client's choosing that names this request. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTradeOffer"];
            };
        };
        responses: {
            /** @description The offer is made. */
            201: {
                headers: {
                    /** @description Where the offer can be read. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradeOffer"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    getTradeOffer: {
        parameters: {
            query?: never;
            header: {
                /** @description The user who calls, as the gateway says. */
                "x-user-id": components["parameters"]["User"];
            };
            path: {
                offerId: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The offer as it stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradeOffer"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    acceptTradeOffer: {
        parameters: {
            query?: never;
            header: {
                /** @description The user who calls, as the gateway says. */
                "x-user-id": components["parameters"]["User"];
            };
            path: {
                offerId: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The offer as it stands now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradeOffer"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    rejectTradeOffer: {
        parameters: {
            query?: never;
            header: {
                /** @description The user who calls, as the gateway says. */
                "x-user-id": components["parameters"]["User"];
            };
            path: {
                offerId: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The offer as it stands now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradeOffer"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    cancelTradeOffer: {
        parameters: {
            query?: never;
            header: {
                /** @description The user who calls, as the gateway says. */
                "x-user-id": components["parameters"]["User"];
            };
            path: {
                offerId: components["parameters"]["OfferId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The offer as it stands now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradeOffer"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            409: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            429: components["responses"]["Problem"];
        };
    };
}
