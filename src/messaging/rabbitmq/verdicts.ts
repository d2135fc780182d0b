import type { OutgoingMessage } from "../broker.js";
import { MessagingError } from "../errors.js";
import type { Settings } from "./options.js";
import { type Refusal, textOf } from "./refusals.js";
import type { Pending } from "./unconfirmed.js";

/** What a publish is told when it fails, as sentences an operator can act on. */

const destination = ({ exchange, routingKey }: OutgoingMessage): string =>
  exchange === "" ? `queue "${routingKey}"` : `exchange "${exchange}" with routing key "${routingKey}"`;

export const unroutable = (message: OutgoingMessage, reason: string): MessagingError =>
  new MessagingError("unroutable", `No queue takes the message to ${destination(message)}: ${reason}.`);

/** amqplib could not write it. */
export const doesNotFit = (error: unknown): MessagingError =>
  new MessagingError("invalid", `A property of the message does not fit into AMQP: ${textOf(error)}`, { cause: error });

/** The broker says that it could not take the message. */
export const nacked = ({ message }: Pending): MessagingError =>
  new MessagingError("unavailable", `RabbitMQ could not take the message to ${message.exchange} (nack).`);

/** The broker closed the channel over this message. */
export const publishRefused = (message: OutgoingMessage, { code, reason }: Refusal): MessagingError => {
  const text = `RabbitMQ refuses the message to ${destination(message)}: ${reason}`;
  if (code === 404) return new MessagingError("unroutable", text);
  return new MessagingError(code === 403 ? "unavailable" : "invalid", text);
};

export const waitedTooLong = (pending: Pending, settings: Settings, blocked: string | undefined, connected: boolean): MessagingError => {
  const spent = `${settings.publishTimeoutMs} ms`;
  const to = destination(pending.message);
  const because =
    blocked === undefined
      ? connected
        ? `RabbitMQ at ${settings.address} is slow`
        : `RabbitMQ at ${settings.address} cannot be reached`
      : `RabbitMQ takes no messages (${blocked})`;
  return pending.sends === 0
    ? new MessagingError("unavailable", `The message to ${to} could not be sent within ${spent}: ${because}.`)
    : new MessagingError("timeout", `The message to ${to} was sent and not confirmed within ${spent}: ${because}. It may have arrived.`);
};

const namedExchange = /exchange '([^']*)' in vhost/;
const tooLarge = /larger than (?:configured )?max size (\d+)/;

/** Whether what the broker said can be about this message. Where it names no exchange and no size, every one is suspect. */
export const isImplicated = (message: OutgoingMessage, { reason }: Refusal): boolean => {
  const exchange = namedExchange.exec(reason)?.[1];
  if (exchange !== undefined) return message.exchange === exchange;
  const size = tooLarge.exec(reason)?.[1];
  return size === undefined || message.body.length > Number(size);
};
