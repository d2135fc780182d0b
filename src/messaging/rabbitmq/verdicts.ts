import { MessagingError } from "../errors.js";
import type { Settings } from "./options.js";
import type { Refusal } from "./refusals.js";
import type { Pending } from "./unconfirmed.js";

/** What a publish is told when it fails, as sentences an operator can act on. */

const destination = ({ message: { exchange, routingKey } }: Pending): string =>
  exchange === "" ? `queue "${routingKey}"` : `exchange "${exchange}" with routing key "${routingKey}"`;

export const unroutable = (pending: Pending): MessagingError =>
  new MessagingError("unroutable", `No queue takes the message to ${destination(pending)}: ${pending.returned ?? "NO_ROUTE"}.`);

/** The broker says that it could not take the message. */
export const nacked = ({ message }: Pending): MessagingError =>
  new MessagingError("unavailable", `RabbitMQ could not take the message to ${message.exchange} (nack).`);

/** The broker closed the channel over this message. */
export const publishRefused = (pending: Pending, { code, reason }: Refusal): MessagingError => {
  const text = `RabbitMQ refuses the message to ${destination(pending)}: ${reason}`;
  if (code === 404) return new MessagingError("unroutable", text);
  return new MessagingError(code === 403 ? "unavailable" : "invalid", text);
};

export const waitedTooLong = (pending: Pending, settings: Settings, blocked: string | undefined, connected: boolean): MessagingError => {
  const spent = `${settings.publishTimeoutMs} ms`;
  const to = destination(pending);
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
export const isImplicated = ({ message }: Pending, { reason }: Refusal): boolean => {
  const exchange = namedExchange.exec(reason)?.[1];
  if (exchange !== undefined) return message.exchange === exchange;
  const size = tooLarge.exec(reason)?.[1];
  return size === undefined || message.body.length > Number(size);
};
