// Generated from asyncapi/orders/product.yaml. Do not edit; run `npm run generate`.
import type { Validator } from "#messaging";
import type { OrderAction, ProductReservationResult } from "./messages.js";

export declare const validateOrderAction: Validator<OrderAction>;
export declare const validateProductReservationResult: Validator<ProductReservationResult>;
