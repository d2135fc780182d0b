/** Two applications as the generator would write them, small: `asking` asks for balances, `answering` answers. */
import {
  type ApplicationContract,
  type Ask,
  type HandlerContext,
  type MessageDescriptor,
  type Received,
  type ReceiveOperation,
  type ReplyOperation,
  type RequestOperation,
  route,
  type Topology,
} from "#messaging";
import { binding, exchange, queue, topology } from "../broker-fixtures.js";
import { message } from "../payment-contract.js";

const text = { type: "string", minLength: 1 };

export interface BalanceRequest {
  readonly correlation_id?: string;
  readonly user_id: number;
}
export interface BalanceResponse {
  readonly correlation_id?: string;
  readonly user_id: number;
  readonly balance: string;
}

const balanceRequest = (more: Partial<MessageDescriptor> = {}): MessageDescriptor =>
  message(
    "BalanceRequest",
    {
      type: "object",
      required: ["correlation_id", "user_id", "timestamp"],
      properties: { correlation_id: text, user_id: { type: "integer" }, timestamp: { type: "string", format: "date-time" } },
    },
    { correlationId: "$message.payload#/correlation_id", fill: { timestamp: { now: true } }, ...more },
  );

const balanceResponse = (more: Partial<MessageDescriptor> = {}): MessageDescriptor =>
  message(
    "BalanceResponse",
    {
      type: "object",
      required: ["correlation_id", "user_id", "balance"],
      properties: { correlation_id: text, user_id: { type: "integer" }, balance: { type: "string", pattern: "^[0-9]+\\.[0-9]{2}$" } },
    },
    { correlationId: "$message.payload#/correlation_id", ...more },
  );

export const requestOperation = ({ replies, ...more }: PartialRequest = {}): RequestOperation => ({
  id: "requestBalance",
  exchange: "balance.request.exchange",
  routingKey: "balance.request",
  parameters: [],
  mandatory: true,
  persistent: true,
  messages: [balanceRequest()],
  replies: {
    queue: "balance.response.portfolio.{instance}",
    address: "balance.response.portfolio.{instance}",
    addressAt: "$message.header#/replyTo",
    deadLetterQueue: "balance.response.dlq",
    messages: [balanceResponse()],
    ...replies,
  },
  timeoutMs: 5000,
  maxInFlight: 100,
  maxWaiting: 10_000,
  ...more,
});
export type PartialRequest = Partial<Omit<RequestOperation, "replies">> & { readonly replies?: Partial<RequestOperation["replies"]> };

export const replyOperation = (more: Partial<ReplyOperation> = {}): ReplyOperation => ({
  id: "balanceRequest.reply",
  exchange: "balance.response.exchange",
  routingKey: "",
  parameters: [],
  mandatory: true,
  persistent: true,
  addressAt: "$message.header#/replyTo",
  defaultAddress: "balance.response.portfolio",
  allowedAddresses: ["balance.response.{client}", "balance.response.{client}.{instance}"],
  messages: [balanceResponse()],
  ...more,
});

export const answerOperation = (more: Partial<ReceiveOperation> = {}): ReceiveOperation => ({
  id: "balanceRequest",
  queue: "balance.request",
  deadLetterQueue: "balance.request.dlq",
  retryDelaysMs: [20],
  prefetch: 10,
  concurrency: 10,
  timeoutMs: 2000,
  readOnly: true,
  messages: [balanceRequest()],
  reply: replyOperation(),
  ...more,
});

const exchanges = [exchange("balance.request.exchange", "direct"), exchange("balance.response.exchange", "direct")];
const classic = (name: string, args: Parameters<typeof queue>[1] = {}) => ({ ...queue(name), arguments: args });
const deadLetters = (name: string) => ({ "x-dead-letter-exchange": "", "x-dead-letter-routing-key": name });

export const askingTopology: Topology = topology({
  exchanges,
  queues: [
    classic("balance.response.dlq"),
    classic("balance.response.portfolio", { "x-message-ttl": 60_000, ...deadLetters("balance.response.dlq") }),
    classic("balance.response.portfolio.{instance}", {
      "x-message-ttl": 60_000,
      "x-expires": 300_000,
      ...deadLetters("balance.response.dlq"),
    }),
  ],
  bindings: [
    binding("balance.response.exchange", "balance.response.portfolio", "balance.response.portfolio"),
    binding("balance.response.exchange", "balance.response.portfolio.{instance}", "balance.response.portfolio.{instance}"),
  ],
});

export const answeringTopology: Topology = topology({
  exchanges,
  queues: [
    classic("balance.response.dlq"),
    classic("balance.response.portfolio", { "x-message-ttl": 60_000, ...deadLetters("balance.response.dlq") }),
    classic("balance.request", deadLetters("balance.request.dlq")),
    classic("balance.request.wait.20", { "x-message-ttl": 20, ...deadLetters("balance.request") }),
    classic("balance.request.dlq"),
  ],
  bindings: [
    binding("balance.request.exchange", "balance.request", "balance.request"),
    binding("balance.response.exchange", "balance.response.portfolio", "balance.response.portfolio"),
  ],
});

export const askingContract = (...requests: readonly RequestOperation[]) => ({
  id: "portfolio/portfolio",
  requests: requests.length === 0 ? [requestOperation()] : requests,
  topology: askingTopology,
});

/** What the handler returns: a payload, or an `Answer` where the operation has several. */
export type OnRequest = (message: Received<"BalanceRequest", BalanceRequest>, context: HandlerContext<object>) => Promise<unknown>;

export const answeringContract = (operation: ReceiveOperation = answerOperation()): ApplicationContract<OnRequest, object> => ({
  id: "portfolio/users-worker",
  title: "Users worker",
  version: "1.0.0",
  topology: answeringTopology,
  sends: [],
  requests: [],
  receives: [operation],
  publisher: () => ({}),
  requester: () => ({}),
  routes: (handle) => [route(operation, handle)],
});

export type BalanceAnswer = Received<"BalanceResponse", BalanceResponse>;
/** As a generated requester asks. */
export const balanceOf = (ask: Ask, operation: RequestOperation, userId: number, options?: Parameters<Ask>[3]): Promise<BalanceAnswer> =>
  ask<BalanceAnswer>(operation, "BalanceRequest", { user_id: userId }, options);
