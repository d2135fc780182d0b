/** Pairs of documents: `shop/till` sends and asks, `shop/desk` takes and answers. A message is YAML in flow style, on one line. */

const head = (title: string): string => `asyncapi: 3.0.0
info: { title: ${title}, version: 1.0.0 }
`;

/** A mark before a value stands before its key, where the reader places it. */
const entry = (key: string, value: string): string => (value.startsWith("▸") ? `▸${key}: ${value.slice(1)}` : `${key}: ${value}`);

/** Sends `Sold` to the exchange `shop` with the routing key `sold`. */
export const till = (
  message: string,
  { exchange = "{ name: shop, type: direct }", operation = "" } = {},
): string => `${head("Till")}channels:
  sold:
    address: sold
    messages:
      Sold: ${message}
    bindings: { amqp: { is: routingKey, ${entry("exchange", exchange)} } }
operations:
  sell:
    action: send
    channel: { $ref: '#/channels/sold' }
    ${operation}
`;

/** Takes messages from the queue `sales`, bound to the exchange `shop` by the key `sold`. */
export const desk = (
  message: string,
  { key = "Sold", queue = "{ name: sales }", bindings = "[{ exchange: { name: shop, type: direct }, routingKey: sold }]", more = "" } = {},
): string => `${head("Desk")}channels:
  sales:
    messages:
      ${key}: ${message}
    bindings:
      amqp:
        is: queue
        ${entry("queue", queue)}
        x-bindings: ${bindings}
        ${more}
operations:
  count:
    action: receive
    channel: { $ref: '#/channels/sales' }
`;

/** Asks `Ask` and awaits `Price` on a queue of its instance, bound to the exchange `answers`. */
export const asker = (
  ask = "{}",
  price = "{}",
  { location = "$message.header#/replyTo", queue = "answers.{instance}", key = "Price" } = {},
): string => `${head("Till")}channels:
  prices:
    address: prices
    messages:
      Ask: ${ask}
    bindings: { amqp: { is: routingKey, exchange: { name: shop, type: direct } } }
  answers:
    messages:
      ${key}: ${price}
    bindings:
      amqp:
        is: queue
        queue: { name: '${queue}', arguments: { x-expires: 60000 } }
        x-bindings: [{ exchange: { name: answers, type: direct }, routingKey: '${queue}' }]
        x-dead-letter: { queue: answers.dlq }
operations:
  ask:
    action: send
    channel: { $ref: '#/channels/prices' }
    bindings: { amqp: { x-timeoutMs: 300 } }
    reply:
      address: { location: ${location} }
      channel: { $ref: '#/channels/answers' }
`;

/** Takes `Ask` from the queue `prices` and answers `Price` through the exchange `answers`. */
export const responder = (
  ask = "{}",
  price = "{}",
  { reply = "address: { location: $message.header#/replyTo }", to = "address: null", rules = "" } = {},
): string => `${head("Desk")}channels:
  requests:
    messages:
      Ask: ${ask}
    bindings:
      amqp:
        is: queue
        queue: { name: prices }
        x-bindings: [{ exchange: { name: shop, type: direct }, routingKey: prices }]
  answers:
    ${to}
    messages:
      Price: ${price}
    bindings: { amqp: { is: routingKey, exchange: { name: answers, type: direct } } }
operations:
  answer:
    action: receive
    channel: { $ref: '#/channels/requests' }
    bindings: { amqp: { ${rules} } }
    reply:
      ${reply}
      channel: { $ref: '#/channels/answers' }
`;

export const shop = (first: string, second: string): Readonly<Record<string, string>> => ({
  "shop/till.yaml": first,
  "shop/desk.yaml": second,
});
