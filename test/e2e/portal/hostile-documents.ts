/** Documents by somebody who means no good: wherever a document may hold text, it holds what would be markup, a script, or too much. */
import { stringify } from "yaml";

/** Sets `hacked` where it is run. */
const script = `<script>globalThis.hacked = true</script>`;
const image = `"'><img src="https://outside.example/x.png" onerror="globalThis.hacked = true">`;
/** Turns the direction of what follows, rings, and ends a string where C does. */
const control = "\u202egnihtyna\u0007\u001b[31m\u0000";
const long = "W".repeat(50_000);

const prose = `${script}

[read on](javascript:globalThis.hacked=true) ![seen](https://outside.example/y.png) <https://outside.example>

\`\`\`html
${script}
\`\`\`

| a | b |
| --- | --- |
| ${image} | ${control} |

${long}

</main></body><style>* { display: none }</style><base href="https://outside.example/">`;

const payload = {
  type: "object",
  title: image,
  description: prose,
  required: ["id", image],
  properties: {
    id: { type: "string", description: script, pattern: "^<b>[a-z]+</b>$" },
    [image]: { type: "string", enum: [script, image, control, "plain"], default: script },
    [control]: { oneOf: [{ type: "integer", title: script }, { type: "null" }] },
    constructor: { type: "object", properties: { toString: { type: "string", const: script } } },
    [long]: { type: "array", items: { type: "string" }, description: long },
  },
};

const message = {
  name: image,
  title: script,
  summary: control,
  description: prose,
  contentType: "application/json",
  headers: { type: "object", properties: { [script]: { type: "string", description: prose } } },
  payload,
  examples: [{ name: script, summary: image, payload: { id: "<b>a</b>", [image]: script } }],
};

const exchange = { name: `shop${image}`, type: "topic", durable: true };

const head = { asyncapi: "3.0.0", info: { title: script, version: image, description: prose }, defaultContentType: "application/json" };
const components = { messages: { Sold: message } };

export const hostileDocuments: Readonly<Record<string, string>> = {
  "asyncapi/shop/till.yaml": stringify({
    ...head,
    channels: {
      sold: {
        address: `sold.${script}`,
        title: image,
        description: prose,
        messages: { Sold: { $ref: "#/components/messages/Sold" } },
        bindings: { amqp: { is: "routingKey", exchange } },
      },
    },
    operations: { sell: { action: "send", title: script, summary: control, description: prose, channel: { $ref: "#/channels/sold" } } },
    components,
  }),
  "asyncapi/shop/desk.yaml": stringify({
    ...head,
    channels: {
      sales: {
        description: prose,
        messages: { Sold: { ...message, payload: { ...payload, required: ["id", image, control] } } },
        bindings: {
          amqp: {
            is: "queue",
            queue: { name: `sales ${image}`, durable: true },
            "x-bindings": [{ exchange, routingKey: `sold.${script}` }],
          },
        },
      },
    },
    operations: { count: { action: "receive", description: prose, channel: { $ref: "#/channels/sales" } } },
  }),
  "openapi/shop/till.yaml": stringify({
    openapi: "3.1.0",
    info: { title: script, version: image, description: prose },
    paths: {
      [`/sales/${image}`]: {
        get: {
          operationId: "list",
          summary: script,
          description: prose,
          responses: { 200: { description: prose, content: { "application/json": { schema: payload, example: { id: script } } } } },
        },
      },
    },
  }),
};
