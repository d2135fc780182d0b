/** A contract as the generator would write it, small: payment takes OrderAction and answers with PaymentResult. */
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import {
  type ApplicationContract,
  type HandlerContext,
  type JsonValue,
  type MessageDescriptor,
  type PublishOptions,
  type Received,
  type ReceiveOperation,
  route,
  type SendOperation,
  type Validator,
} from "#messaging";

const ajv = new Ajv({ allErrors: true });
addFormats.default(ajv);

export const validator = <T = unknown>(schema: object): Validator<T> => ajv.compile(schema) as Validator<T>;

export const message = (name: string, schema: object, more: Partial<MessageDescriptor> = {}): MessageDescriptor => ({
  name,
  type: name,
  contentType: "application/json",
  payload: validator(schema),
  ...more,
});

export interface OrderAction {
  readonly orderId: string;
  readonly price: string;
}
export interface PaymentResult {
  readonly orderId: string;
  readonly status: "charged" | "declined";
}

const orderAction = message("OrderAction", {
  type: "object",
  required: ["orderId", "price"],
  properties: { orderId: { type: "string" }, price: { type: "string", pattern: "^[0-9]+\\.[0-9]{2}$" } },
});
const paymentResult = message("PaymentResult", {
  type: "object",
  additionalProperties: false,
  required: ["orderId", "status"],
  properties: { orderId: { type: "string" }, status: { enum: ["charged", "declined"] } },
});

export const receiveOperation = (more: Partial<ReceiveOperation> = {}): ReceiveOperation => ({
  id: "paymentAction",
  queue: "payment-queue",
  deadLetterQueue: "dlx-payment-queue",
  retryDelaysMs: [500, 2000],
  prefetch: 100,
  concurrency: 100,
  timeoutMs: 10_000,
  messages: [orderAction],
  ...more,
});

export const sendOperation = (more: Partial<SendOperation> = {}): SendOperation => ({
  id: "paymentResult",
  exchange: "order-result-exchange",
  routingKey: "payment-result-queue",
  parameters: [],
  mandatory: true,
  persistent: true,
  messages: [paymentResult],
  ...more,
});

export interface PaymentPublisher {
  paymentResult(payload: PaymentResult, options?: PublishOptions): Promise<void>;
}
export interface PaymentHandlers {
  onPaymentAction(message: Received<"OrderAction", OrderAction>, context: HandlerContext<PaymentPublisher>): Promise<void>;
}

export const paymentContract = (more: Partial<ReceiveOperation> = {}): ApplicationContract<PaymentHandlers, PaymentPublisher> => {
  const receive = receiveOperation(more);
  const sends = sendOperation();
  const queue = (name: string, args: Record<string, JsonValue> = {}) => ({
    name,
    durable: true,
    exclusive: false,
    autoDelete: false,
    arguments: { "x-queue-type": "quorum", ...args },
  });
  const exchange = (name: string) => ({ name, type: "direct" as const, durable: true, autoDelete: false, arguments: {} });
  return {
    id: "orders/payment",
    title: "Payment",
    version: "1.0.0",
    topology: {
      exchanges: [exchange("order-action-exchange"), exchange("order-result-exchange")],
      queues: [
        queue("payment-queue", { "x-delivery-limit": 20, "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "dlx-payment-queue" }),
        queue("dlx-payment-queue"),
        queue("payment-results"),
        ...receive.retryDelaysMs.map((ms) =>
          queue(`payment-queue.wait.${ms}`, {
            "x-message-ttl": ms,
            "x-dead-letter-exchange": "",
            "x-dead-letter-routing-key": "payment-queue",
          }),
        ),
      ],
      bindings: [
        { exchange: "order-action-exchange", queue: "payment-queue", routingKey: "payment-action-queue", arguments: {} },
        { exchange: "order-result-exchange", queue: "payment-results", routingKey: "payment-result-queue", arguments: {} },
      ],
    },
    sends: [sends],
    requests: [],
    receives: [receive],
    publisher: (send) => ({ paymentResult: (payload, options) => send(sends, "PaymentResult", payload, options) }),
    requester: () => ({}),
    routes: (handlers) => [
      route(receive, (received: Received<"OrderAction", OrderAction>, context: HandlerContext<PaymentPublisher>) =>
        handlers.onPaymentAction(received, context),
      ),
    ],
  };
};

export const goodAction: OrderAction = { orderId: "o-1", price: "100.00" };
