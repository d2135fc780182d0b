// Generated from asyncapi/orders/order.yaml. Do not edit; run `npm run generate`.
import type { Validator } from "#messaging";
import type { OrderAction, OrderCompleted, OrderFailed, PaymentResult, ProductReservationResult } from "./messages.js";

export declare const validateOrderAction: Validator<OrderAction>;
export declare const validateOrderCompleted: Validator<OrderCompleted>;
export declare const validateOrderFailed: Validator<OrderFailed>;
export declare const validateProductReservationResult: Validator<ProductReservationResult>;
export declare const validatePaymentResult: Validator<PaymentResult>;
