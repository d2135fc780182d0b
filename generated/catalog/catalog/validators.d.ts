// Generated from asyncapi/catalog/catalog.yaml. Do not edit; run `npm run generate`.
import type { Validator } from "#messaging";
import type { ServiceMessage, ServiceQuestion, SupplierInfo } from "./messages.js";

export declare const validateServiceMessage: Validator<ServiceMessage>;
export declare const validateServiceQuestion: Validator<ServiceQuestion>;
export declare const validateSupplierInfo: Validator<SupplierInfo>;
