import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";

export interface LargeSystem {
  readonly applications: number;
  readonly messages: number;
}

const perGroup = 20;
/** Routing keys that an application sends by, and queues that it reads: about as many as our own documents have for each. */
const lanes = 2;

/**
 * Fills an AsyncAPI folder with a large system, for measuring its docs: applications in teams of twenty, each team with an exchange of its
 * own. Each application sends its messages by two routing keys, and takes those of the application before it from two queues. A message is an
 * object of ten fields, two of them shared schemas; every tenth is a union of three.
 */
export async function writeLargeSystem(folder: string, { applications, messages }: LargeSystem): Promise<void> {
  const each = Math.ceil(messages / applications);
  await mkdir(join(folder, "shared"), { recursive: true });
  await writeFile(join(folder, "shared/schemas.yaml"), stringify({ components: { schemas: sharedSchemas } }));
  for (let application = 0; application < applications; application++) {
    const write = (name: string, document: unknown): Promise<void> =>
      writeFile(join(folder, groupOf(application), `${name}${application}.yaml`), stringify(document, { aliasDuplicateObjects: false }));
    await mkdir(join(folder, groupOf(application)), { recursive: true });
    await write("app", documentOf(application, (application + applications - 1) % applications, each));
    await write("messages", {
      components: { messages: Object.fromEntries(numbers(each).map((number) => messageOf(application, number))) },
    });
  }
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, number) => number);
const groupOf = (application: number): string => `team${Math.floor(application / perGroup)}`;
const nameOf = (application: number, number: number): string => `Event${application}x${number}`;
const keyOf = (application: number, lane: number): string => `app${application}.events${lane}`;
const exchangeOf = (application: number) => ({ name: `${groupOf(application)}-events`, type: "topic", durable: true });

type Entry = [key: string, value: unknown];

function documentOf(application: number, previous: number, messages: number): unknown {
  const channels = numbers(lanes).flatMap((lane): Entry[] => {
    const carried = numbers(messages).filter((number) => number % lanes === lane);
    return [
      [`events${lane}`, exchangeChannel(application, lane, carried)],
      [`queue${lane}`, queueChannel(application, previous, lane, carried)],
    ];
  });
  const operationOn = ([key]: Entry): Entry => [
    key,
    { action: key.startsWith("queue") ? "receive" : "send", channel: { $ref: `#/channels/${key}` } },
  ];
  return {
    asyncapi: "3.0.0",
    info: { title: `App ${application}`, version: "1.0.0", description: `Number ${application} of a large system.` },
    defaultContentType: "application/json",
    channels: Object.fromEntries(channels),
    operations: Object.fromEntries(channels.map(operationOn)),
  };
}

const exchangeChannel = (application: number, lane: number, messages: readonly number[]): unknown => ({
  address: keyOf(application, lane),
  messages: referencesTo(application, messages),
  bindings: { amqp: { is: "routingKey", exchange: exchangeOf(application) } },
});

const queueChannel = (application: number, previous: number, lane: number, messages: readonly number[]): unknown => ({
  messages: referencesTo(previous, messages),
  bindings: {
    amqp: {
      is: "queue",
      queue: { name: `app${application}.queue${lane}`, durable: true, exclusive: false, autoDelete: false },
      "x-bindings": [{ exchange: exchangeOf(previous), routingKey: keyOf(previous, lane) }],
    },
  },
});

const referencesTo = (owner: number, messages: readonly number[]): Record<string, unknown> =>
  Object.fromEntries(
    messages.map((number) => {
      const name = nameOf(owner, number);
      return [name, { $ref: `../${groupOf(owner)}/messages${owner}.yaml#/components/messages/${name}` }];
    }),
  );

function messageOf(application: number, number: number): Entry {
  const union = { oneOf: ["done", "refused", "late"].map((kind) => recordOf(application, number, { kind: { const: kind } })) };
  const payload = number % 10 === 9 ? union : recordOf(application, number, {});
  return [
    nameOf(application, number),
    { contentType: "application/json", summary: `Event ${number} of application ${application}.`, payload },
  ];
}

const recordOf = (application: number, number: number, more: Record<string, unknown>): unknown => ({
  type: "object",
  required: [...Object.keys(more), "id", "correlation_id", "amount"],
  properties: {
    ...more,
    id: { type: "string", format: "uuid" },
    correlation_id: { type: "string", format: "uuid", description: "What led to this." },
    occurred_at: { type: "string", format: "date-time" },
    amount: { $ref: "../shared/schemas.yaml#/components/schemas/Money" },
    recipient: { $ref: "../shared/schemas.yaml#/components/schemas/Address" },
    status: { enum: ["open", "paid", "shipped"] },
    quantity: { type: "integer", minimum: 1 },
    tags: { type: "array", items: { type: "string" }, maxItems: 10 },
    note: { type: "string", maxLength: 200 },
    [`detail_${application}_${number}`]: { type: "string" },
  },
});

const sharedSchemas = {
  Money: {
    type: "object",
    required: ["value", "currency"],
    properties: { value: { type: "string", pattern: "^\\d+\\.\\d{2}$" }, currency: { type: "string", minLength: 3, maxLength: 3 } },
  },
  Address: {
    type: "object",
    required: ["city"],
    properties: { street: { type: "string" }, city: { type: "string" }, country: { type: "string", minLength: 2, maxLength: 2 } },
  },
};
