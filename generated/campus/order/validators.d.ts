// Generated from asyncapi/campus/order.yaml. Do not edit; run `npm run generate`.
import type { Validator } from "#messaging";
import type { InventoryFailed, InventoryReserved, OrderPlaced } from "./messages.js";

export declare const validateOrderPlaced: Validator<OrderPlaced>;
export declare const validateInventoryReserved: Validator<InventoryReserved>;
export declare const validateInventoryFailed: Validator<InventoryFailed>;
