// Generated from asyncapi/portfolio/users-worker.yaml. Do not edit; run `npm run generate`.
import type { ReceiveOperation } from "#messaging";
import { validateBalanceRequest, validateBalanceResponse } from "./validators.js";

/**
 * Queue `balance.request`.
 * Look the balance up and answer.
 */
export const balanceRequest: ReceiveOperation = {
  id: "balanceRequest",
  queue: "balance.request",
  deadLetterQueue: "balance.request.dlq",
  retryDelaysMs: [250, 1000, 4000],
  prefetch: 10,
  consumers: 4,
  concurrency: 10,
  timeoutMs: 2000,
  readOnly: true,
  reply: {
    id: "balanceRequest.reply",
    exchange: "balance.response.exchange",
    routingKey: "",
    parameters: [],
    mandatory: true,
    persistent: false,
    addressAt: "$message.header#/replyTo",
    defaultAddress: "balance.response.portfolio",
    allowedAddresses: ["balance.response.{client}", "balance.response.{client}.{instance}"],
    messages: [
      {
        name: "BalanceResponse",
        type: "BalanceResponse",
        contentType: "application/json",
        payload: validateBalanceResponse,
        correlationId: "$message.payload#/correlation_id",
        fill: { timestamp: { now: true } },
      },
    ],
  },
  messages: [
    {
      name: "BalanceRequest",
      type: "BalanceRequest",
      contentType: "application/json",
      payload: validateBalanceRequest,
      correlationId: "$message.payload#/correlation_id",
      fill: { timestamp: { now: true } },
    },
  ],
};
