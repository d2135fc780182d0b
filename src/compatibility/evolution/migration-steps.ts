/** The steps of each kind of migration, in words, with the commands of RabbitMQ's own tools. */
import type { DeclaredBinding } from "./declarations.js";
import type { Step } from "./model.js";

export function recreateQueue(name: string, applications: readonly string[]): readonly Step[] {
  return [
    {
      text: "Rather than this, give the queue a new name in the documents: old and new can then run side by side. If it has to keep its name:",
    },
    { text: `Stop what sends to it; leave its readers running until it is empty.`, command: depthOf(name) },
    { text: `Stop ${list(applications)}.` },
    { text: "Delete it; whatever is still in it is lost.", command: deleteQueue(name) },
    { text: `Start the new ${list(applications)}: the queue is declared and bound again. Then start the senders.` },
  ];
}

export function recreateExchange(name: string, applications: readonly string[]): readonly Step[] {
  return [
    {
      text: "Rather than this, give the exchange a new name in the documents: old and new can then run side by side. If it has to keep its name:",
    },
    { text: `Stop what sends to it and ${list(applications)}; messages in queues stay where they are.` },
    { text: "Delete it; its bindings go with it.", command: deleteExchange(name) },
    { text: `Start the new ${list(applications)}: the exchange and its bindings are declared again. Then start the senders.` },
  ];
}

export function removeExchange(name: string): readonly Step[] {
  return [{ text: "When no old instance runs any more, delete it; bindings that it still has go with it.", command: deleteExchange(name) }];
}

export function removeDelayQueue(name: string): readonly Step[] {
  return [
    { text: "When no old instance runs any more, wait until it is empty.", command: depthOf(name) },
    { text: "Delete it.", command: deleteQueue(name) },
  ];
}

export function removeQueue(name: string, bindings: readonly DeclaredBinding[], replacement: string | undefined): readonly Step[] {
  const begin =
    replacement === undefined
      ? []
      : [{ text: `Start the new instances, so that "${replacement}" is there. While both queues are bound, each message comes to both.` }];
  return [
    ...begin,
    ...bindings.map(unbind),
    { text: "Leave an old reader running until the queue is empty.", command: depthOf(name) },
    { text: "Delete it; whatever is still in it is lost.", command: deleteQueue(name) },
  ];
}

export function unbind({ exchange, queue, routingKey, arguments: args }: DeclaredBinding): Step {
  const text = `Unbind "${queue}" from "${exchange}", key ${JSON.stringify(routingKey)}`;
  if (Object.keys(args).length > 0) {
    const command = "rabbitmqadmin list bindings source destination routing_key properties_key arguments";
    return {
      text: `${text}, with the arguments ${JSON.stringify(args)}: rabbitmqadmin delete binding, by the properties_key shown here.`,
      command,
    };
  }
  const ends = `source=${shell(exchange)} destination_type=queue destination=${shell(queue)}`;
  return { text: `${text}.`, command: `rabbitmqadmin delete binding ${ends} properties_key=${shell(propertiesKey(routingKey))}` };
}

const depthOf = (queue: string): string => `rabbitmqadmin --format=tsv list queues name messages | grep -F ${shell(queue)}`;
const deleteQueue = (name: string): string => `rabbitmqadmin delete queue name=${shell(name)}`;
const deleteExchange = (name: string): string => `rabbitmqadmin delete exchange name=${shell(name)}`;

/** How the management API names a binding without arguments. */
const propertiesKey = (routingKey: string): string => (routingKey === "" ? "~" : routingKey.replaceAll("%", "%25").replaceAll("~", "%7E"));

const shell = (text: string): string => (/^[\w.:/@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "the application") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
