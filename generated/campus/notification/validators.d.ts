// Generated from asyncapi/campus/notification.yaml. Do not edit; run `npm run generate`.
import type { Validator } from "#messaging";
import type { InventoryFailed, InventoryReserved } from "./messages.js";

export declare const validateInventoryReserved: Validator<InventoryReserved>;
export declare const validateInventoryFailed: Validator<InventoryFailed>;
