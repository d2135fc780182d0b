// Generated from asyncapi/portfolio/users-worker.yaml. Do not edit; run `npm run generate`.
import type { Validator } from "#messaging";
import type { BalanceRequest, BalanceResponse } from "./messages.js";

export declare const validateBalanceRequest: Validator<BalanceRequest>;
export declare const validateBalanceResponse: Validator<BalanceResponse>;
