import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";

const fieldsPerMessage = 10;
const sharedSchemas = 40;

export interface LargeContract {
  readonly messages: number;
  readonly applications?: number;
  /** Applications that lie in one folder. */
  readonly perGroup?: number;
  /** Consumers have schemas of their own, which ask for less, instead of their producer's. */
  readonly ownViews?: boolean;
}

/**
 * Fills an AsyncAPI folder, for measuring how work grows: applications in a ring, each sending to the next; every message an object of ten
 * fields, some of them shared by `$ref` from a second file, one in ten a tagged union.
 */
export async function writeLargeContract(
  folder: string,
  { messages, applications = 10, perGroup = applications, ownViews = false }: LargeContract,
): Promise<void> {
  const perApplication = Math.ceil(messages / applications);
  await mkdir(join(folder, "bench"), { recursive: true });
  await writeFile(join(folder, "bench/shared.yaml"), stringify({ components: { schemas: sharedDefinitions() } }));
  const groupOf: GroupOf = (application) => `bench${application < perGroup ? "" : Math.floor(application / perGroup)}`;
  for (let application = 0; application < applications; application++) {
    const group = groupOf(application);
    const write = (name: string, document: unknown): Promise<void> =>
      writeFile(join(folder, group, `${name}${application}.yaml`), stringify(document, { aliasDuplicateObjects: false }));
    const messagesNeeding = (needed: number) => ({ components: { messages: messagesOf(application, perApplication, needed) } });
    await mkdir(join(folder, group), { recursive: true });
    const previous = (application + applications - 1) % applications;
    await write("app", documentOf({ application, previous, messages: perApplication, ownViews, groupOf }));
    await write("messages", messagesNeeding(fieldsPerMessage / 2));
    if (ownViews) await write("views", messagesNeeding(fieldsPerMessage / 2 - 2));
  }
}

/** The folder of an application's documents. */
type GroupOf = (application: number) => string;

interface DocumentPlan {
  readonly application: number;
  readonly previous: number;
  readonly messages: number;
  readonly ownViews: boolean;
  readonly groupOf: GroupOf;
}

function documentOf({ application, previous, messages, ownViews, groupOf }: DocumentPlan): unknown {
  const exchange = { name: "bench", type: "topic", durable: true };
  const numbers = Array.from({ length: messages }, (_, number) => number);
  const sends = numbers.map((number) => channel(groupOf, application, number, "messages", { is: "routingKey", exchange }));
  const receives = numbers.map((number) =>
    channel(groupOf, previous, number, ownViews ? "views" : "messages", {
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

const channel = (groupOf: GroupOf, owner: number, number: number, file: string, amqp: unknown): unknown => {
  const name = `App${owner}Message${number}`;
  return {
    address: `app${owner}.m${number}`,
    messages: { [name]: { $ref: `../${groupOf(owner)}/${file}${owner}.yaml#/components/messages/${name}` } },
    bindings: { amqp },
  };
};

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
  return seed % 4 === 0 ? { $ref: `../bench/shared.yaml#/components/schemas/Shared${seed % sharedSchemas}` } : kinds[seed % kinds.length];
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
