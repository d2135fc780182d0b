// Generated from asyncapi/portfolio/portfolio.yaml. Do not edit; run `npm run generate`.
import type { Validator } from "#messaging";
import type { BalanceRequest, BalanceResponse, OrderCompleted, OrderFailed } from "./messages.js";

export declare const validateBalanceRequest: Validator<BalanceRequest>;
export declare const validateBalanceResponse: Validator<BalanceResponse>;
export declare const validateOrderCompleted: Validator<OrderCompleted>;
export declare const validateOrderFailed: Validator<OrderFailed>;
