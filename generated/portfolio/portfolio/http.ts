// Generated from openapi/portfolio/portfolio.yaml. Do not edit; run `npm run generate`.

export interface paths {
    "/api/portfolios/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The user's number. */
                userId: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /** Read a portfolio as it was last refreshed, with what was bought since. */
        get: operations["getPortfolio"];
        put?: never;
        /**
         * Ask for the user's balance and keep it; the first time, this creates the portfolio.
         * @description The balance is asked for over messaging and, where that fails, over HTTP; `balance_source` tells which way answered. Of two refreshes at once, the one whose balance was asked for later counts. Without an answer nothing changes.
         */
        post: operations["refreshPortfolio"];
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
        /**
         * @description An exact amount with two decimal places, as text.
         * @example 75000.50
         */
        Money: string;
        /**
         * @description An exact amount with two decimal places or more, as text.
         * @example 100.00
         */
        Amount: string;
        /**
         * @description Which way the balance came.
         * @enum {string}
         */
        BalanceSource: "messaging" | "http";
        Link: {
            /**
             * Format: uuid
             * @description The customer whose orders count as this portfolio's, those of the past too. It replaces an earlier one.
             */
            customer_id?: string;
        };
        Portfolio: {
            user_id: number;
            total_cash: components["schemas"]["Money"];
            /** @description ISO 4217. */
            currency: string;
            /**
             * Format: date-time
             * @description When the balance was asked for: it is no older than that.
             */
            cash_as_of: string;
            balance_source: components["schemas"]["BalanceSource"];
            /**
             * Format: uuid
             * @description Absent while no customer is linked.
             */
            customer_id?: string;
            /** @description What the linked customer bought, by item. */
            holdings: components["schemas"]["Holding"][];
            /** @description One page, the newest entry first. */
            history: components["schemas"]["HistoryEntry"][];
            /** @description Where older history begins. Absent on the last page. */
            next_cursor?: string;
        };
        Holding: {
            item_id: string;
            /** @description Units. */
            quantity: number;
            cost: components["schemas"]["Amount"];
        };
        HistoryEntry: components["schemas"]["Bought"] | components["schemas"]["OrderFailed"] | components["schemas"]["CashChanged"];
        /** @description An order went through; it bought one unit. */
        Bought: {
            /** Format: date-time */
            at: string;
            /** @constant */
            type: "bought";
            order_id: string;
            item_id: string;
            price: components["schemas"]["Amount"];
        };
        /** @description An order came to nothing. */
        OrderFailed: {
            /** Format: date-time */
            at: string;
            /** @constant */
            type: "order_failed";
            order_id: string;
            item_id: string;
            /** @description Why, for people to read. */
            reason?: string;
        };
        /** @description A refresh found another balance than the one before, or the first. */
        CashChanged: {
            /** Format: date-time */
            at: string;
            /** @constant */
            type: "cash_changed";
            total_cash: components["schemas"]["Money"];
            source: components["schemas"]["BalanceSource"];
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
        /** @description The user's number. */
        UserId: number;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getPortfolio: {
        parameters: {
            query?: {
                /** @description Entries of history. */
                limit?: number;
                /** @description The `next_cursor` of the page of history before. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The user's number. */
                userId: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it stands. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Portfolio"];
                };
            };
            400: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    refreshPortfolio: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The user's number. */
                userId: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /** @description Needed only to link the portfolio to a customer. */
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Link"];
            };
        };
        responses: {
            /** @description The portfolio, refreshed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Portfolio"];
                };
            };
            /** @description The portfolio, created. */
            201: {
                headers: {
                    /** @description Where the portfolio can be read. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Portfolio"];
                };
            };
            400: components["responses"]["Problem"];
            404: components["responses"]["Problem"];
            413: components["responses"]["Problem"];
            415: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
}
