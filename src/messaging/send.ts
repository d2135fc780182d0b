import type { Broker, OutgoingMessage } from "./broker.js";
import type { Send, SendOperation } from "./descriptors.js";
import { encode } from "./encode.js";
import { type FailureCode, MessagingError } from "./errors.js";
import { fillLimits, type MessageLimits } from "./limits.js";
import type { SendMeter } from "./meters.js";
import { createMetrics, type MessagingMetrics } from "./metrics.js";

export interface SendOptions {
  readonly broker: Pick<Broker, "publish">;
  /** The application's id; becomes the AMQP app id. */
  readonly appId: string;
  readonly metrics?: MessagingMetrics;
  readonly limits?: MessageLimits;
}

/**
 * A way of sending straight to the broker. Each send resolves when the broker confirmed, and rejects with a `MessagingError`:
 * `invalid` before anything is sent; `unroutable`, `unavailable`, `timeout` from the broker.
 */
export const createSend = ({ broker, appId, metrics = createMetrics(), limits }: SendOptions): Send => {
  const context = { appId, limits: fillLimits(limits) };
  const meters = new Map<SendOperation, SendMeter>();
  const meterOf = (operation: SendOperation): SendMeter => {
    const meter = meters.get(operation) ?? metrics.send(operation.id);
    meters.set(operation, meter);
    return meter;
  };
  return async (operation, messageName, payload, request) => {
    const meter = meterOf(operation);
    try {
      await broker.publish(encode(operation, messageName, payload, request, context));
      meter.published++;
    } catch (error) {
      countFailure(meter, error);
      throw error;
    }
  };
};

export interface PublishCountOptions {
  readonly broker: Pick<Broker, "publish">;
  readonly metrics: MessagingMetrics;
  /** The `operation` label that stands for all of them. @default "outbox" */
  readonly label?: string;
}

/** `broker.publish` with its outcomes counted: for an outbox, whose messages are encoded already and no longer know their operation. */
export const createPublish = ({
  broker,
  metrics,
  label = "outbox",
}: PublishCountOptions): ((message: OutgoingMessage) => Promise<void>) => {
  const meter = metrics.send(label);
  return async (message) => {
    try {
      await broker.publish(message);
      meter.published++;
    } catch (error) {
      countFailure(meter, error);
      throw error;
    }
  };
};

export const countFailure = (meter: SendMeter, error: unknown): void => {
  const code: FailureCode = error instanceof MessagingError ? error.code : "bug";
  meter.failures.set(code, (meter.failures.get(code) ?? 0) + 1);
};
