// Generated from asyncapi/catalog/inventory.yaml. Do not edit; run `npm run generate`.
import type { Validator } from "#messaging";
import type { ServiceMessage } from "./messages.js";

export declare const validateServiceMessage: Validator<ServiceMessage>;
