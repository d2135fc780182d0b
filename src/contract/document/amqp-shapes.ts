import { isAddressTemplate } from "../addresses.js";
import { isObject } from "../source/tree.js";
import { queueArguments } from "./amqp-arguments.js";
import { isRuntimeExpression } from "./expressions.js";
import { anything, bool, type Check, integer, type ObjectShape, oneOf, shortText, shortTextOrEmpty } from "./shape.js";

/*
 * The strict shapes of what may stand under `bindings.amqp`: AsyncAPI's AMQP binding 0.3.0, RabbitMQ's own arguments, and the
 * extensions of this project. The published binding schema is silent about misspelt keys in most of these places.
 */

const bindingVersion = oneOf("0.3.0", "0.2.0", "0.1.0");
const expression: Check = (value) =>
  typeof value === "string" && isRuntimeExpression(value) ? undefined : 'a runtime expression such as "$message.payload#/id"';

/** The longest time RabbitMQ takes: 2^32 - 1 ms. */
const longestMs = 4_294_967_295;
/** The longest time a timer of the runtime takes: 2^31 - 1 ms. */
const longestTimerMs = 2_147_483_647;
/** The most requests that may be under way, or wait, in one process. */
const mostRequests = 1_000_000;

const exchangeArguments: ObjectShape = { what: "the arguments of an exchange", keys: { "alternate-exchange": shortText } };

const filling: Check = (value) => {
  const keys = isObject(value) ? Object.keys(value) : [];
  const good = isObject(value) && keys.length === 1 && (keys[0] === "value" || (keys[0] === "now" && value.now === true));
  return good ? undefined : "{ now: true } or { value: … }";
};

const address: Check = (value) =>
  typeof value === "string" && shortText(value) === undefined && !/[{}]/.test(value) ? undefined : "text of 1 to 255 bytes without braces";

const addressTemplate: Check = (value) =>
  typeof value === "string" && shortText(value) === undefined && isAddressTemplate(value)
    ? undefined
    : 'text of 1 to 255 bytes with parameters in braces, such as "replies.{client}"';

const priorityTable: ObjectShape = {
  what: "x-priority",
  keys: { location: expression, values: { what: "the values of x-priority", keys: {}, rest: integer(0, 255) } },
  required: ["location", "values"],
};

const inArguments = (key: string): string => `it belongs under arguments: { ${key}: … }`;

export const exchangeShape: ObjectShape = {
  what: "an exchange",
  keys: {
    name: shortTextOrEmpty,
    type: oneOf("topic", "direct", "fanout", "default", "headers"),
    durable: bool,
    autoDelete: bool,
    vhost: shortText,
    arguments: exchangeArguments,
  },
  required: ["name"],
  elsewhere: {
    "alternate-exchange": inArguments("alternate-exchange"),
    "auto-delete": "it is written autoDelete",
    auto_delete: "it is written autoDelete",
  },
};

const queueShape: ObjectShape = {
  what: "a queue",
  keys: { name: shortText, durable: bool, exclusive: bool, autoDelete: bool, vhost: shortText, arguments: queueArguments },
  required: ["name"],
  elsewhere: {
    ...Object.fromEntries(Object.keys(queueArguments.keys).map((key) => [key, inArguments(key)])),
    "x-bindings": "it belongs beside queue, not inside",
    "x-retry": "it belongs beside queue, not inside",
    "x-dead-letter": "it belongs beside queue, not inside",
  },
};

const queueBindingShape: ObjectShape = {
  what: "an entry of x-bindings",
  keys: {
    exchange: exchangeShape,
    routingKey: shortTextOrEmpty,
    arguments: { what: "the arguments of a binding", keys: { "x-match": oneOf("all", "any", "all-with-x", "any-with-x") }, rest: anything },
  },
  required: ["exchange"],
  elsewhere: { "routing-key": "it is written routingKey", key: "it is written routingKey", address: "it is written routingKey" },
};

const onQueueChannel = "it belongs into the AMQP binding of a queue channel";
const onReceive = "it belongs into the AMQP binding of a receive operation";
const onReceiveOrRequest = `${onReceive}, or of a send operation with reply`;
const onRequest = "it belongs into the AMQP binding of a send operation with reply";
const onSend = "it belongs into the AMQP binding of a send operation";
const onMessage = "it belongs into the AMQP binding of a message";

const places = (keys: readonly string[], where: string): Readonly<Record<string, string>> =>
  Object.fromEntries(keys.map((key) => [key, where]));

const inQueueChannel = places(["x-bindings", "x-retry", "x-dead-letter"], onQueueChannel);
const inReceive = places(["x-prefetch", "x-consumers", "x-idempotency-key", "x-read-only", "x-reply"], onReceive);
const inReceiveOrRequest = places(["x-concurrency", "x-timeoutMs"], onReceiveOrRequest);
const inRequest = places(["x-max-waiting"], onRequest);
const inSend = places(["x-ordering-key", "x-priority", "x-call"], onSend);
const inMessage = places(["x-fill"], onMessage);

export const queueChannelKeys: readonly string[] = Object.keys(inQueueChannel);

/** Keys of the AMQP binding of a send operation that say how a request is made. */
export const requestKeys: readonly string[] = [...Object.keys(inReceiveOrRequest), ...Object.keys(inRequest)];

/** Every extension key of this project, and where it belongs. */
export const extensionKeys: Readonly<Record<string, string>> = {
  ...inQueueChannel,
  ...inReceive,
  ...inReceiveOrRequest,
  ...inRequest,
  ...inSend,
  ...inMessage,
};

/** AMQP channel binding with either kind of channel. */
export const channelBindingShape: ObjectShape = {
  what: "an AMQP channel binding",
  keys: {
    is: oneOf("queue", "routingKey"),
    exchange: exchangeShape,
    queue: queueShape,
    bindingVersion,
    "x-bindings": { of: queueBindingShape },
    "x-retry": { what: "x-retry", keys: { delaysMs: { of: integer(1, longestMs), atMost: 32 } }, required: ["delaysMs"] },
    "x-dead-letter": { what: "x-dead-letter", keys: { queue: shortText }, required: ["queue"] },
  },
  elsewhere: {
    ...inReceive,
    ...inReceiveOrRequest,
    ...inRequest,
    ...inSend,
    ...inMessage,
    arguments: "arguments belong under queue or exchange",
    bindings: "it is written x-bindings",
    routingKey: "the channel's address is the routing key",
  },
};

const publishKeys = {
  expiration: integer(0, longestMs),
  userId: shortText,
  cc: { of: shortText },
  bcc: { of: shortText },
  priority: integer(0, 255),
  deliveryMode: oneOf(1, 2),
  mandatory: bool,
  timestamp: bool,
};

/** Keys of the AMQP operation binding that describe publishing. */
export const publishOnlyKeys: readonly string[] = Object.keys(publishKeys);

const misplacedInOperation = {
  ...inQueueChannel,
  ...inMessage,
  prefetch: "it is written x-prefetch",
  concurrency: "it is written x-concurrency",
  timeoutMs: "it is written x-timeoutMs",
  routingKey: "the channel's address is the routing key",
  replyTo: "AsyncAPI 3 has reply on the operation instead",
};

export const sendBindingShape: ObjectShape = {
  what: "the AMQP binding of a send operation",
  keys: {
    ...publishKeys,
    ack: bool,
    bindingVersion,
    "x-ordering-key": expression,
    "x-priority": priorityTable,
    "x-call": { what: "x-call", keys: {}, rest: shortText },
    "x-timeoutMs": integer(1, longestTimerMs),
    "x-concurrency": integer(1, mostRequests),
    "x-max-waiting": integer(0, mostRequests),
  },
  elsewhere: { ...misplacedInOperation, ...inReceive },
};

export const receiveBindingShape: ObjectShape = {
  what: "the AMQP binding of a receive operation",
  keys: {
    ...publishKeys,
    ack: bool,
    bindingVersion,
    "x-prefetch": integer(1, 65_535),
    "x-consumers": integer(1, 100),
    "x-concurrency": integer(1, 65_535),
    "x-timeoutMs": integer(1, longestTimerMs),
    "x-idempotency-key": expression,
    "x-read-only": bool,
    "x-reply": {
      what: "x-reply",
      keys: { default: address, allowed: { of: addressTemplate, atLeast: 1 }, deliveryMode: oneOf(1, 2) },
      elsewhere: { queue: "it is written default", address: "it is written default" },
    },
  },
  elsewhere: { ...misplacedInOperation, ...inRequest, ...inSend },
};

export const messageBindingShape: ObjectShape = {
  what: "the AMQP binding of a message",
  keys: { contentEncoding: shortText, messageType: shortText, bindingVersion, "x-fill": { what: "x-fill", keys: {}, rest: filling } },
  elsewhere: {
    contentType: "it belongs on the message itself",
    ...inQueueChannel,
    ...inReceive,
    ...inReceiveOrRequest,
    ...inRequest,
    ...inSend,
  },
};
