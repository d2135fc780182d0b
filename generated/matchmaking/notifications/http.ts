// Generated from openapi/matchmaking/notifications.yaml. Do not edit; run `npm run generate`.

export interface paths {
    "/users/{userId}/notifications": {
        parameters: {
            query?: never;
            header: {
                /** @description The user who calls, as the gateway says. */
                "x-user-id": components["parameters"]["User"];
            };
            path: {
                /** @description Whose notifications. Anybody else's than one's own are refused with 403. */
                userId: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /** List the user's notifications, the newest first. */
        get: operations["listNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{userId}/notifications/unread-count": {
        parameters: {
            query?: never;
            header: {
                /** @description The user who calls, as the gateway says. */
                "x-user-id": components["parameters"]["User"];
            };
            path: {
                /** @description Whose notifications. Anybody else's than one's own are refused with 403. */
                userId: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /** Count the notifications that are not ticked off. */
        get: operations["countUnread"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{userId}/notifications/{notificationId}/read": {
        parameters: {
            query?: never;
            header: {
                /** @description The user who calls, as the gateway says. */
                "x-user-id": components["parameters"]["User"];
            };
            path: {
                /** @description Whose notifications. Anybody else's than one's own are refused with 403. */
                userId: components["parameters"]["UserId"];
                notificationId: number;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tick a notification off.
         * @description Once is enough; again changes nothing.
         */
        post: operations["markRead"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{userId}/notifications/live": {
        parameters: {
            query?: never;
            header: {
                /** @description The user who calls, as the gateway says. */
                "x-user-id": components["parameters"]["User"];
            };
            path: {
                /** @description Whose notifications. Anybody else's than one's own are refused with 403. */
                userId: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        /**
         * Get the user's notifications as they come.
         * @description Server-sent events, as a browser's `EventSource` reads them: the event's id is the notification's, its name the type, its data the notification. Begins with what comes next; with `Last-Event-ID`, which a browser sends by itself when it connects again, with what came after that one, so that nothing is missed. In silence, a comment every 15 seconds keeps the connection open.
         */
        get: operations["followNotifications"];
        put?: never;
        post?: never;
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
        Notification: {
            /** @description Rises with every notification, so it is their order. */
            id: number;
            user_id: string;
            /** @enum {string} */
            type: "trade_offer_received" | "trade_offer_accepted" | "trade_offer_rejected" | "trade_offer_cancelled";
            title: string;
            body: string;
            /** @description Who caused it, where somebody did. */
            related_user_id?: string;
            /**
             * Format: date-time
             * @description When it could first be read.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was ticked off.
             */
            read_at?: string;
        };
        NotificationPage: {
            items: components["schemas"]["Notification"][];
            /** @description Absent on the last page. */
            next_cursor?: string;
        };
        UnreadCount: {
            unread: number;
        };
        Health: {
            /** @constant */
            status: "up";
            /** @constant */
            service: "notifications";
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
        /** @description Whose notifications. Anybody else's than one's own are refused with 403. */
        UserId: string;
        Limit: number;
        /** @description The `next_cursor` of the page before. */
        Cursor: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listNotifications: {
        parameters: {
            query?: {
                limit?: components["parameters"]["Limit"];
                /** @description The `next_cursor` of the page before. */
                cursor?: components["parameters"]["Cursor"];
            };
            header: {
                /** @description The user who calls, as the gateway says. */
                "x-user-id": components["parameters"]["User"];
            };
            path: {
                /** @description Whose notifications. Anybody else's than one's own are refused with 403. */
                userId: components["parameters"]["UserId"];
            };
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
                    "application/json": components["schemas"]["NotificationPage"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    countUnread: {
        parameters: {
            query?: never;
            header: {
                /** @description The user who calls, as the gateway says. */
                "x-user-id": components["parameters"]["User"];
            };
            path: {
                /** @description Whose notifications. Anybody else's than one's own are refused with 403. */
                userId: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description So many. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnreadCount"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
            429: components["responses"]["Problem"];
            500: components["responses"]["Problem"];
            503: components["responses"]["Problem"];
        };
    };
    markRead: {
        parameters: {
            query?: never;
            header: {
                /** @description The user who calls, as the gateway says. */
                "x-user-id": components["parameters"]["User"];
            };
            path: {
                /** @description Whose notifications. Anybody else's than one's own are refused with 403. */
                userId: components["parameters"]["UserId"];
                notificationId: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The notification, ticked off. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notification"];
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
    followNotifications: {
        parameters: {
            query?: never;
            header: {
                /** @description The user who calls, as the gateway says. */
                "x-user-id": components["parameters"]["User"];
                /** @description The id of the last event that the client has got. */
                "last-event-id"?: string;
            };
            path: {
                /** @description Whose notifications. Anybody else's than one's own are refused with 403. */
                userId: components["parameters"]["UserId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events, until either side ends the connection. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["Notification"];
                };
            };
            400: components["responses"]["Problem"];
            401: components["responses"]["Problem"];
            403: components["responses"]["Problem"];
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
