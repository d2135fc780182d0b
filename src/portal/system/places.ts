import type { ContractSet, Message, RouteGraph } from "#contract";
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
  const book = new AddressBook();
  const links = new Map<string, Link>();
  const place = (key: readonly string[], segments: readonly string[], text: string, code: boolean): void => {
    links.set(keyOf(key), { kind: "link", to: book.take(...segments), text, code });
  };
  for (const name of groups) place(["group", name], ["groups", name], name, false);
  for (const { id, channels, operations } of contracts.applications) {
    const folder = ["applications", ...id.split("/")];
    place(["application", id], folder, id, false);
    for (const { key } of channels) place(["channel", id, key], [...folder, "channels", key], key, true);
    for (const { key } of operations) place(["operation", id, key], [...folder, "operations", key], key, true);
  }
  for (const { id, group, message } of messages) place(["message", id], ["messages", group, message.name], message.name, true);
  for (const { id, name, location } of contracts.schemas.values()) {
    place(["schema", id], ["schemas", ...location.file.replace(/\.\w+$/, "").split("/"), name], name, true);
  }
  for (const node of graph.nodes) {
    if (node.kind !== "application") place([node.kind, node.name], [`${node.kind}s`, node.name], node.name, true);
  }
  for (const { id, title } of apis) place(["api", id], ["apis", ...id.split("/")], title, false);
  return placesIn(links);
}

function placesIn(links: ReadonlyMap<string, Link>): Places {
  const find = (...key: readonly string[]): Link => {
    const link = links.get(keyOf(key));
    if (link === undefined) throw new Error(`There is no page for ${key.join(" ")}.`);
    return link;
  };
  return {
    group: (name) => find("group", name),
    application: (id) => find("application", id),
    channel: (application, key) => find("channel", application, key),
    operation: (application, key) => find("operation", application, key),
    message: (message) => find("message", definitionId(message)),
    schema: (id) => find("schema", id),
    exchange: (name) => find("exchange", name),
    queue: (name) => find("queue", name),
    api: (id) => find("api", id),
  };
}

const keyOf = (parts: readonly string[]): string => JSON.stringify(parts);

/** What tells messages apart: the place where one is written. */
export const definitionId = ({ location: { file, line, column } }: Message): string => `${file}:${line}:${column}`;
