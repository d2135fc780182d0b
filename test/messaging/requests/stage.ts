/** A requester on an in-memory broker, a foreign client that answers as told, and what ends in the dead-letter queue. */
import { expect, onTestFinished, vi } from "vitest";
import {
  type AskRequest,
  createMetrics,
  type Delivery,
  directUnitOfWork,
  type Journal,
  type MemoryBroker,
  MessagingError,
  type MessagingMetrics,
  type OutgoingMessage,
  openMemoryBroker,
  type ReceiveOperation,
  type RequestOperation,
  startConsumers,
  startRequests,
  type UnitOfWork,
} from "#messaging";
import { ackAll, binding, inbox, message, queue, topology } from "../broker-fixtures.js";
import { recordingLog } from "../rabbitmq/rabbit-stage.js";
import {
  answeringContract,
  answeringTopology,
  answerOperation,
  askingContract,
  type BalanceAnswer,
  balanceOf,
  type OnRequest,
  type PartialRequest,
  requestOperation,
} from "./balance-contract.js";

export const soon = { timeout: 5_000, interval: 2 };

export interface AskingOptions {
  readonly operation?: PartialRequest;
  readonly instance?: string;
  /** On the same server as another. */
  readonly broker?: MemoryBroker;
  readonly metrics?: MessagingMetrics;
  readonly journal?: Journal;
}

export const openAsking = async (options: AskingOptions = {}) => {
  const { operation: more, instance = "i1", broker = openMemoryBroker(), metrics = createMetrics(), journal } = options;
  const operation = requestOperation(more);
  const log = recordingLog();
  const requests = startRequests({ broker, contract: askingContract(operation), instance, log, metrics, journal, backoff: { firstMs: 1 } });
  await requests.ready;
  onTestFinished(async () => {
    await requests.stop({ graceMs: 0 });
    await broker.close();
  });
  return { broker, operation, requests, log, meter: metrics.request(operation.id), ...asks(requests.ask, operation) };
};

const asks = (ask: Parameters<typeof balanceOf>[0], operation: RequestOperation) => ({
  balance: (userId: number, options?: AskRequest): Promise<BalanceAnswer> => balanceOf(ask, operation, userId, options),
});

/** Takes requests as they come, and answers only where a test says so. */
export const openForeignResponder = async (server: MemoryBroker) => {
  const broker = server.server.open();
  onTestFinished(() => broker.close());
  await broker.declare(answeringTopology);
  const requests = inbox(ackAll);
  await broker.consume("balance.request", { prefetch: 1_000 }, requests.on);
  return {
    requests: requests.deliveries,
    /** The request with this number, from 0 on, once it has come. */
    request: (at = 0): Promise<Delivery> =>
      vi.waitFor(() => {
        const found = requests.deliveries[at];
        if (!found) throw new Error(`request ${at} has not come`);
        return found;
      }, soon),
    answer: (to: Delivery, more: Partial<OutgoingMessage> = {}) => broker.publish(answerTo(to, more)),
    publish: (answer: OutgoingMessage) => broker.publish(answer),
  };
};

const userOf = (request: Delivery): number => (JSON.parse(request.body.toString()) as { user_id: number }).user_id;
const correlationOf = (request: Delivery): string => request.correlationId ?? "";

/** What a well-behaved client of any language answers. */
export const answerTo = (request: Delivery, more: Partial<OutgoingMessage> = {}): OutgoingMessage =>
  message({
    exchange: "balance.response.exchange",
    routingKey: request.replyTo ?? "balance.response.portfolio",
    correlationId: correlationOf(request),
    body: jsonOf({ correlation_id: correlationOf(request), user_id: userOf(request), balance: "75000.50" }),
    ...more,
  });

export const jsonOf = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/** Everything that comes into the dead-letter queue of answers. */
export const openDeadLetters = async (server: MemoryBroker, queue = "balance.response.dlq") => {
  const broker = server.server.open();
  onTestFinished(() => broker.close());
  const letters = inbox(ackAll);
  await broker.consume(queue, { prefetch: 1_000 }, letters.on);
  return {
    letters: letters.deliveries,
    /** Code and reason of each, once there are so many. */
    reasons: (count: number): Promise<readonly unknown[]> =>
      vi.waitFor(() => {
        expect(letters.deliveries).toHaveLength(count);
        return letters.deliveries.map(({ headers }) => [headers["x-failure-code"], headers["x-failure-reason"]]);
      }, soon),
  };
};

/** `resolved`, or the code with which it failed. */
export const outcomeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "answered",
    (error: unknown) => (error instanceof MessagingError ? error.code : error),
  );

export interface AnsweringOptions {
  readonly operation?: Partial<ReceiveOperation>;
  readonly handler?: OnRequest;
  /** Default: a direct one. */
  readonly unit?: (broker: MemoryBroker) => UnitOfWork<unknown>;
}

const rich: OnRequest = async ({ payload: { user_id } }) => ({ user_id, balance: "75000.50" });

/** An application that answers, on a broker of its own unless given one. */
export const openAnswering = async (server = openMemoryBroker(), { operation: more, handler = rich, unit }: AnsweringOptions = {}) => {
  const broker = server.server.open();
  const operation = answerOperation(more);
  const metrics = createMetrics();
  const log = recordingLog();
  const consumers = await startConsumers({
    broker,
    contract: answeringContract(operation),
    handlers: () => handler,
    unit: unit?.(broker) ?? directUnitOfWork<unknown>(broker, undefined),
    log,
    metrics,
    backoff: { firstMs: 1 },
  });
  onTestFinished(async () => {
    await consumers.stop({ graceMs: 0 });
    await broker.close();
  });
  return { broker, operation, consumers, log, metrics };
};

/** A foreign client that asks: what it publishes, and what comes into a queue that it has bound. */
export const openForeignRequester = async (server: MemoryBroker, queueName = "balance.response.client") => {
  const broker = server.server.open();
  onTestFinished(() => broker.close());
  await broker.declare(answeringTopology);
  // The reference's shared queue is there already.
  if ((await broker.depth(queueName)) === undefined) await broker.declare(boundAlike(queueName));
  const answers = inbox(ackAll);
  await broker.consume(queueName, { prefetch: 100 }, answers.on);
  return {
    answers: answers.deliveries,
    ask: (more: Partial<OutgoingMessage> = {}, payload: object = {}) =>
      broker.publish(
        message({
          exchange: "balance.request.exchange",
          routingKey: "balance.request",
          correlationId: "c-1",
          body: jsonOf({ correlation_id: "c-1", user_id: 42, timestamp: "2025-11-13T10:30:00Z", ...payload }),
          ...more,
        }),
      ),
    answer: (): Promise<Delivery> =>
      vi.waitFor(() => {
        const [first] = answers.deliveries;
        if (!first) throw new Error("no answer has come");
        return first;
      }, soon),
  };
};

const boundAlike = (name: string) => topology({ queues: [queue(name)], bindings: [binding("balance.response.exchange", name, name)] });
