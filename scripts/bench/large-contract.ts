import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";

const applications = 10;
const fieldsPerMessage = 10;
const sharedSchemas = 40;

/**
 * Writes AsyncAPI documents with this many messages, for measuring how generation grows: applications in a ring, each sending to the next;
 * every message an object of ten fields, some of them shared by `$ref` from a second file, one in ten a tagged union.
 * @param folder the AsyncAPI folder to fill
 * @param ownViews consumers have schemas of their own, which ask for less, instead of their producer's
 */
export async function writeLargeContract(folder: string, messages: number, { ownViews = false } = {}): Promise<void> {
  await mkdir(join(folder, "bench"), { recursive: true });
  const perApplication = Math.ceil(messages / applications);
  await writeFile(join(folder, "bench/shared.yaml"), stringify({ components: { schemas: sharedDefinitions() } }));
  for (let application = 0; application < applications; application++) {
    const previous = (application + applications - 1) % applications;
    const document = documentOf(application, previous, perApplication, ownViews);
    await writeFile(join(folder, `bench/app${application}.yaml`), stringify(document, { aliasDuplicateObjects: false }));
    await writeFile(
      join(folder, `bench/messages${application}.yaml`),
      stringify({ components: { messages: messagesOf(application, perApplication, fieldsPerMessage / 2) } }),
    );
    if (!ownViews) continue;
    await writeFile(
      join(folder, `bench/views${application}.yaml`),
      stringify({ components: { messages: messagesOf(application, perApplication, fieldsPerMessage / 2 - 2) } }),
    );
  }
}

function documentOf(application: number, previous: number, messages: number, ownViews: boolean): unknown {
  const exchange = { name: "bench", type: "topic", durable: true };
  const numbers = Array.from({ length: messages }, (_, number) => number);
  const sends = numbers.map((number) => channel(application, number, "messages", { is: "routingKey", exchange }));
  const receives = numbers.map((number) =>
    channel(previous, number, ownViews ? "views" : "messages", {
      is: "queue",
      queue: {
        name: `app${application}.m${number}`,
        durable: true,
        exclusive: false,
        autoDelete: false,
        arguments: { "x-queue-type": "quorum" },
      },
      "x-bindings": [{ exchange, routingKey: `app${previous}.m${number}` }],
    }),
  );
  const operation =
    (action: string, prefix: string) =>
    (number: number): [string, unknown] => [`${prefix}${number}`, { action, channel: { $ref: `#/channels/${prefix}Channel${number}` } }];
  return {
    asyncapi: "3.0.0",
    info: { title: `App ${application}`, version: "1.0.0" },
    defaultContentType: "application/json",
    channels: Object.fromEntries([
      ...sends.map((each, number): [string, unknown] => [`sendChannel${number}`, each]),
      ...receives.map((each, number): [string, unknown] => [`takeChannel${number}`, each]),
    ]),
    operations: Object.fromEntries([...numbers.map(operation("send", "send")), ...numbers.map(operation("receive", "take"))]),
  };
}

const channel = (owner: number, number: number, file: string, amqp: unknown): unknown => ({
  address: `app${owner}.m${number}`,
  messages: { [`App${owner}Message${number}`]: { $ref: `./${file}${owner}.yaml#/components/messages/App${owner}Message${number}` } },
  bindings: { amqp },
});

const messagesOf = (application: number, messages: number, needed: number): Record<string, unknown> =>
  Object.fromEntries(
    Array.from({ length: messages }, (_, number) => [
      `App${application}Message${number}`,
      {
        contentType: "application/json",
        payload: number % 10 === 0 ? union(application, number, needed) : record(application, number, needed),
      },
    ]),
  );

/** @param needed how many of the fields are required */
function record(application: number, number: number, needed: number): Record<string, unknown> {
  const fields = Array.from({ length: fieldsPerMessage }, (_, field) => [`field${field}`, fieldOf(application + number + field)]);
  return {
    type: "object",
    description: `Message ${number} of application ${application}.`,
    required: fields.slice(0, needed).map(([name]) => name),
    properties: Object.fromEntries(fields),
  };
}

function union(application: number, number: number, needed: number): unknown {
  const branch = (kind: string, index: number): unknown => {
    const { properties, required, ...rest } = record(application, number + index, needed);
    return {
      ...rest,
      title: `App${application}Union${number}${kind}`,
      required: ["kind", ...(required as string[])],
      properties: { kind: { const: kind }, ...(properties as object) },
    };
  };
  return { oneOf: ["Done", "Refused", "Late"].map(branch) };
}

function fieldOf(seed: number): unknown {
  const kinds = [
    { type: "string", maxLength: 200 },
    { type: "integer", minimum: 0 },
    { type: "string", format: "date-time" },
    { type: "string", format: "uuid" },
    { enum: ["red", "green", "blue"] },
    { type: "array", items: { type: "number" } },
  ];
  return seed % 4 === 0 ? { $ref: `./shared.yaml#/components/schemas/Shared${seed % sharedSchemas}` } : kinds[seed % kinds.length];
}

const sharedDefinitions = (): Record<string, unknown> =>
  Object.fromEntries(
    Array.from({ length: sharedSchemas }, (_, number) => [
      `Shared${number}`,
      {
        type: "object",
        required: ["id"],
        properties: {
          id: { type: "string", format: "uuid" },
          next: { $ref: `#/components/schemas/Shared${(number + 1) % sharedSchemas}` },
          label: { type: "string" },
        },
      },
    ]),
  );
