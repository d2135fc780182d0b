import { type ContractSet, delayQueueName, type Message, type QueueChannel, type RouteGraph, type RouteNode } from "#contract";
import { AddressBook } from "../content/addresses.js";
import type { Link } from "../content/model.js";
import type { HttpApi, MessageDefinition, Places } from "./model.js";

interface Placed {
  readonly contracts: ContractSet;
  readonly graph: RouteGraph;
  readonly apis: readonly HttpApi[];
  readonly messages: readonly MessageDefinition[];
  readonly groups: readonly string[];
}

/** Takes an address for each thing, in the order of the documents: the same documents give the same addresses. */
export function assignPlaces({ contracts, graph, apis, messages, groups }: Placed): Places {
  const shelf = new Shelf();
  for (const name of groups) shelf.place(["group", name], ["groups", name], name, false);
  for (const { id, channels, operations } of contracts.applications) {
    const folder = ["applications", ...id.split("/")];
    shelf.place(["application", id], folder, id, false);
    for (const { key } of channels) shelf.place(["channel", id, key], [...folder, "channels", key], key, true);
    for (const { key } of operations) shelf.place(["operation", id, key], [...folder, "operations", key], key, true);
  }
  for (const { id, group, message } of messages) shelf.place(["message", id], ["messages", group, message.name], message.name, true);
  placeSchemas(shelf, contracts, messages);
  placeQueues(shelf, contracts, graph);
  for (const node of graph.nodes)
    if (node.kind === "exchange") shelf.place(["exchange", node.name], ["exchanges", node.name], node.name, true);
  for (const { id, title } of apis) shelf.place(["api", id], ["apis", ...id.split("/")], title, false);
  return placesOn(shelf);
}

/** Addresses in use, and what stands at each. */
class Shelf {
  readonly #book = new AddressBook();
  readonly #links = new Map<string, Link>();

  place(key: readonly string[], segments: readonly string[], text: string, code: boolean): void {
    if (this.find(key) === undefined) this.#links.set(JSON.stringify(key), { kind: "link", to: this.#book.take(...segments), text, code });
  }

  /** On the page of something else, as a part of it. */
  placeOn(key: readonly string[], host: readonly string[], part: string, text: string): void {
    const there = this.find(host);
    if (there !== undefined && this.find(key) === undefined) this.#links.set(JSON.stringify(key), { ...there, part, text });
  }

  find(key: readonly string[]): Link | undefined {
    return this.#links.get(JSON.stringify(key));
  }
}

/** A schema that only one message has, since it is written within it, is on the message's page. */
function placeSchemas(shelf: Shelf, { schemas }: ContractSet, messages: readonly MessageDefinition[]): void {
  for (const { id, message } of messages) {
    const parts = [message.payload, message.headers] as const;
    parts.forEach((schema, at) => {
      if (schema !== undefined && isWithinMessage(schema))
        shelf.placeOn(["schema", schema], ["message", id], at === 0 ? "payload" : "headers", schemas.get(schema)?.name ?? message.name);
    });
  }
  for (const { id, name, location } of schemas.values()) {
    shelf.place(["schema", id], ["schemas", ...location.file.replace(/\.\w+$/, "").split("/"), name], name, true);
  }
}

const isWithinMessage = (id: string): boolean => /\/messages\/[^/]+\/(payload|headers)$/.test(id);

/** A queue in which messages wait for their next attempt is a part of the queue that they wait for; so are dead letters of one queue alone. */
function placeQueues(shelf: Shelf, { applications }: ContractSet, { nodes }: RouteGraph): void {
  const channels = applications.flatMap((application) => application.channels.filter((channel) => channel.kind === "queue"));
  const derived = new Map(nodes.filter(isDerived).map((node) => [node.name, node.role]));
  const mourners = mournersOf(channels);
  const isPart = (name: string): boolean => derived.get(name) === "delay" || (derived.has(name) && mourners.get(name)?.size === 1);
  for (const node of nodes) if (node.kind === "queue" && !isPart(node.name)) placeQueue(shelf, node.name);
  for (const { queue } of channels) placeQueue(shelf, queue.name);
  for (const { queue, retryDelaysMs, deadLetterQueue } of channels) {
    const host = ["queue", queue.name];
    for (const delayMs of retryDelaysMs) {
      const name = delayQueueName(queue.name, delayMs);
      if (derived.has(name)) shelf.placeOn(["queue", name], host, "retries", name);
    }
    if (isPart(deadLetterQueue)) shelf.placeOn(["queue", deadLetterQueue], host, "dead-letters", deadLetterQueue);
  }
}

function placeQueue(shelf: Shelf, name: string): void {
  if (name !== "") shelf.place(["queue", name], ["queues", name], name, true);
}

const isDerived = (node: RouteNode): node is Extract<RouteNode, { kind: "queue" }> =>
  node.kind === "queue" && (node.role === "delay" || node.role === "dead-letter");

/** The queues whose dead letters come to a queue, by its name. */
function mournersOf(channels: readonly QueueChannel[]): ReadonlyMap<string, ReadonlySet<string>> {
  const mourners = new Map<string, Set<string>>();
  for (const { queue, deadLetterQueue } of channels) {
    mourners.set(deadLetterQueue, (mourners.get(deadLetterQueue) ?? new Set()).add(queue.name));
  }
  return mourners;
}

const nameless = { queue: "a queue that the broker names", exchange: "the default exchange" } as const;

function placesOn(shelf: Shelf): Places {
  const find = (...key: readonly string[]): Link => {
    const link = shelf.find(key);
    if (link === undefined) throw new Error(`There is no page for ${key.join(" ")}.`);
    return link;
  };
  // Names of the broker that no application declares: the list tells at least what there is.
  const listed = (kind: "queue" | "exchange", name: string): Link =>
    shelf.find([kind, name]) ?? { kind: "link", to: `${kind}s`, text: name === "" ? nameless[kind] : name, code: name !== "" };
  return {
    group: (name) => find("group", name),
    application: (id) => find("application", id),
    channel: (application, key) => find("channel", application, key),
    operation: (application, key) => find("operation", application, key),
    message: (message) => find("message", definitionId(message)),
    schema: (id) => find("schema", id),
    exchange: (name) => listed("exchange", name),
    queue: (name) => listed("queue", name),
    api: (id) => find("api", id),
  };
}

/** What tells messages apart: the place where one is written. */
export const definitionId = ({ location: { file, line, column } }: Message): string => `${file}:${line}:${column}`;
