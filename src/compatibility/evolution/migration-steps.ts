/** The steps of each kind of migration, in words, with the commands of RabbitMQ's own tools. */
import type { DeclaredBinding } from "./declarations.js";
import type { Step } from "./model.js";

export function recreateQueue(name: string, applications: readonly string[]): readonly Step[] {
  return [
    {
      text: "Rather than this, give the queue a new name in the documents: old and new can then run side by side. If it has to keep its name:",
    },
    { text: `Stop ${list(applications)}. What is sent to the queue while it is gone waits in the outboxes of its senders.` },
    { text: "See whether it is empty.", command: depthOf(name) },
    { text: "If it is, delete it.", command: deleteQueue(name) },
    { text: "If it is not, this names the commands that move its messages away and back, for the broker as it is.", command: drift },
    { text: `Start the new ${list(applications)}: the queue is declared and bound again.` },
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

export function removeDelayQueues(names: readonly string[]): readonly Step[] {
  return [
    { text: "When no old instance runs any more, wait until they are empty.", command: depthOf(...names) },
    ...names.map((name) => ({ text: `Delete "${name}".`, command: deleteQueue(name) })),
  ];
}

export function removeDeadLetters(name: string): readonly Step[] {
  return [
    {
      text: "While the old documents are at hand, look at what is in it; replay or discard it.",
      command: `npm run warren -- dlq show ${shell(name)}`,
    },
    { text: "When it is empty, and no old instance runs any more, delete it.", command: deleteQueue(name) },
  ];
}

export function removeQueue(name: string, bindings: readonly DeclaredBinding[], replacement: string | undefined): readonly Step[] {
  const twice = bindings.length > 0 ? " While both queues are bound, each message comes to both." : "";
  const begin = replacement === undefined ? [] : [{ text: `Start the new instances, so that "${replacement}" is there.${twice}` }];
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

const drift = "npm run warren -- topology drift";

/** A line for each queue: its name and how many messages are in it. */
const depthOf = (...queues: readonly string[]): string =>
  `rabbitmqadmin --format=tsv list queues name messages | grep -wF ${queues.map((queue) => `-e ${shell(queue)}`).join(" ")}`;
const deleteQueue = (name: string): string => `rabbitmqadmin delete queue name=${shell(name)}`;
const deleteExchange = (name: string): string => `rabbitmqadmin delete exchange name=${shell(name)}`;

/** How the management API names a binding without arguments. */
const propertiesKey = (routingKey: string): string => (routingKey === "" ? "~" : routingKey.replaceAll("%", "%25").replaceAll("~", "%7E"));

const shell = (text: string): string => (/^[\w.:/@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

const list = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "the application") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
