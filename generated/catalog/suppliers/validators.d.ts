// Generated from asyncapi/catalog/suppliers.yaml. Do not edit; run `npm run generate`.
import type { Validator } from "#messaging";
import type { ServiceQuestion, SupplierInfo } from "./messages.js";

export declare const validateServiceQuestion: Validator<ServiceQuestion>;
export declare const validateSupplierInfo: Validator<SupplierInfo>;
