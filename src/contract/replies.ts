/** What follows from `reply` on the broker: the queue a requester listens on, and where a responder sends its answer. */
import type { Exchange, Message, Parameter, QueueChannel, ReceiveOperation, RequestLimits, SendOperation } from "./model.js";

export const defaultRequestLimits: RequestLimits = { timeoutMs: 5000, maxInFlight: 100, maxWaiting: 10_000 };

/** A send operation that awaits its answers on a queue. */
export interface Request {
  /** `{instance}` in its name and in the keys of its bindings stands for the id of the running instance. */
  readonly channel: QueueChannel;
  /** Missing where the responder knows where to answer. */
  readonly address?: {
    /** What the request names as its reply address: the routing key of the queue's first binding, else its name. */
    readonly value: string;
    /** A runtime expression that says where. */
    readonly location: string;
  };
  readonly messages: readonly Message[];
  readonly limits: RequestLimits;
}

/** Where the answers of a receive operation go. */
export interface Answer {
  readonly exchange: Pick<Exchange, "name" | "type">;
  /** The only address there is; missing where requests name it. */
  readonly fixed?: { readonly routingKey: string; readonly parameters: readonly Parameter[] };
  /** How requests name the address. */
  readonly named?: {
    readonly location: string;
    readonly defaultAddress?: string;
    /** Empty: any address. */
    readonly allowedAddresses: readonly string[];
  };
  /** 2 is persistent. */
  readonly deliveryMode: 1 | 2;
  readonly messages: readonly Message[];
}

/** What a send operation with `reply` awaits; undefined for one without, and for one that does not say on which queue. */
export function requestOf({ reply, limits = defaultRequestLimits }: SendOperation): Request | undefined {
  const channel = reply?.channel;
  if (reply === undefined || channel?.kind !== "queue") return undefined;
  const value = channel.bindings[0]?.routingKey ?? channel.queue.name;
  const address = reply.address === undefined ? {} : { address: { value, location: reply.address } };
  return { channel, ...address, messages: reply.messages, limits };
}

/**
 * How a receive operation with `reply` answers; undefined for one without, and for one that does not say where.
 * A queue, and an address without a channel, are reached through the default exchange.
 */
export function answerOf({ reply }: ReceiveOperation): Answer | undefined {
  if (reply === undefined) return undefined;
  const { channel, address: location, messages, defaultAddress, allowedAddresses = [], deliveryMode = 2 } = reply;
  const exchange = channel?.kind === "exchange" ? channel.exchange : throughDefault;
  if (location !== undefined) {
    const fallback = defaultAddress === undefined ? {} : { defaultAddress };
    return { exchange, named: { location, ...fallback, allowedAddresses }, deliveryMode, messages };
  }
  if (channel === undefined) return undefined;
  if (channel.kind === "queue") {
    // A queue without a name gets one from the broker, which only its requester knows.
    return channel.queue.name === ""
      ? undefined
      : { exchange, fixed: { routingKey: channel.queue.name, parameters: [] }, deliveryMode, messages };
  }
  return { exchange, fixed: { routingKey: channel.address ?? "", parameters: channel.parameters }, deliveryMode, messages };
}

const throughDefault = { name: "", type: "default" } as const;
