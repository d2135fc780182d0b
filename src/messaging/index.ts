/** Messaging: from a contract's descriptors to messages on a broker, and back to handlers. */
export type { Broker, BrokerCounters, BrokerState, ConsumeOptions, Delivery, OutgoingMessage, QueueLook, Subscription } from "./broker.js";
export { type Consumers, type ConsumersOptions, startConsumers } from "./consumers.js";
export { parseBody, textOf } from "./decode.js";
export type {
  Answer,
  ApplicationContract,
  Ask,
  AskRequest,
  Fill,
  HandlerContext,
  JsonValue,
  MessageDescriptor,
  PublishOptions,
  Received,
  ReceiveOperation,
  Renamed,
  ReplyOperation,
  RequestOperation,
  RequestOptions,
  Route,
  RuntimeExpression,
  Send,
  SendOperation,
  SendRequest,
  Topology,
  Unfilled,
  ValidationFault,
  Validator,
} from "./descriptors.js";
export { directUnitOfWork } from "./direct-unit.js";
export { type EncodeContext, encode } from "./encode.js";
export { type FailureCode, fate, MessagingError } from "./errors.js";
export { copyFor } from "./failure.js";
export { describeFaults } from "./faults.js";
export { headerText, isDelayQueue, journeyOf, ours as runtimeHeaders, republishable, senderHeaders } from "./headers.js";
export { forInstance } from "./instance.js";
export { Journal, type JournalEntry, noteSends, traceIdOf } from "./journal.js";
export type { MessageLimits } from "./limits.js";
export type { Logger } from "./logger.js";
export { type MemoryBroker, type MemoryBrokerOptions, openMemoryBroker } from "./memory/memory-broker.js";
export { createMetrics, type MessagingMetrics } from "./metrics.js";
export type { Backoff } from "./pauses.js";
export { openRabbit } from "./rabbitmq/open-rabbit.js";
export type { BrokerStateChange, RabbitOptions } from "./rabbitmq/options.js";
export { encodeRequest, planRequest } from "./requests/request-plan.js";
export { type Requests, type RequestsOptions, startRequests } from "./requests/start-requests.js";
export { route } from "./route.js";
export { createPublish, createSend, type PublishCountOptions, type SendOptions } from "./send.js";
export { currentTrace, type Trace, traceOf, withTrace } from "./trace.js";
export type { Scope, UnitOfWork, Work, WorkOutcome } from "./unit-of-work.js";
export { within } from "./within.js";
