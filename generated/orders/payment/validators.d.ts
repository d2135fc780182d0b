// Generated from asyncapi/orders/payment.yaml. Do not edit; run `npm run generate`.
import type { Validator } from "#messaging";
import type { OrderAction, PaymentResult } from "./messages.js";

export declare const validateOrderAction: Validator<OrderAction>;
export declare const validatePaymentResult: Validator<PaymentResult>;
