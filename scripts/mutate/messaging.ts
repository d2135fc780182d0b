/** AsyncAPI documents with one thing broken: a schema, a message, a binding, an address, an operation. */
import type { Json } from "#contract";
import { breakSchema } from "./schemas.js";
import { type Change, Changer, isTree, listOf, type Path, type Tree } from "./tree.js";

export function brokenAsyncApi(tree: Tree): readonly Change[] {
  const changer = new Changer(tree);
  const components = isTree(tree.components) ? tree.components : {};
  each(components.schemas, (name, schema) => breakSchema(changer, ["components", "schemas", name], schema));
  each(components.messages, (name, message) => breakMessage(changer, ["components", "messages", name], message));
  each(components.channels, (name, channel) => breakChannel(changer, ["components", "channels", name], channel));
  each(tree.channels, (name, channel) => breakChannel(changer, ["channels", name], channel));
  each(tree.operations, (name, operation) => breakOperation(changer, ["operations", name], operation));
  return changer.changes;
}

const each = (node: Json | undefined, work: (name: string, value: Tree) => void): void => {
  for (const [name, value] of Object.entries(isTree(node) ? node : {})) if (isTree(value)) work(name, value);
};

function breakMessage(changer: Changer, path: Path, message: Tree): void {
  if (message.$ref !== undefined) return;
  if (message.contentType !== undefined) changer.put([...path, "contentType"], "becomes text/plain", "text/plain");
  if (isTree(message.payload) && message.payload.$ref !== undefined) changer.put([...path, "payload"], "may be anything", {});
  else breakSchema(changer, [...path, "payload"], message.payload);
  breakSchema(changer, [...path, "headers"], message.headers);
  if (isTree(message.correlationId)) {
    changer.put([...path, "correlationId"], "is dropped", undefined);
    changer.put([...path, "correlationId", "location"], "moves to the headers", "$message.header#/moved");
  }
  breakLeaves(changer, [...path, "bindings"], message.bindings);
}

function breakChannel(changer: Changer, path: Path, channel: Tree): void {
  if (channel.$ref !== undefined) return;
  if (typeof channel.address === "string")
    changer.put([...path, "address"], `becomes ${channel.address}.moved`, `${channel.address}.moved`);
  each(channel.messages, (name) => {
    changer.put([...path, "messages", name], "is no longer of this channel", undefined);
    changer.rename([...path, "messages", name], `${name}Renamed`);
  });
  breakLeaves(changer, [...path, "bindings"], channel.bindings);
}

function breakOperation(changer: Changer, path: Path, operation: Tree): void {
  changer.put(path, "is gone", undefined);
  changer.put([...path, "action"], "is turned round", operation.action === "send" ? "receive" : "send");
  if (operation.reply !== undefined) {
    changer.put([...path, "reply"], "is dropped", undefined);
    changer.put([...path, "reply", "address"], "is dropped", undefined);
    changer.put([...path, "reply", "address", "location"], "moves to another header", "$message.header#/answerTo");
  }
  breakLeaves(changer, [...path, "bindings"], operation.bindings);
  if (operation.action !== "send") return;
  for (const [key, value] of [
    ["priority", 5],
    ["expiration", 1000],
    ["deliveryMode", 1],
    ["mandatory", false],
    ["bcc", ["elsewhere"]],
  ] as const) {
    const bindings = isTree(operation.bindings) && isTree(operation.bindings.amqp) ? operation.bindings.amqp : {};
    if (bindings[key] === undefined) changer.put([...path, "bindings", "amqp", key], `becomes ${JSON.stringify(value)}`, value);
  }
}

const otherExchangeTypes: Readonly<Record<string, string>> = { direct: "fanout", topic: "direct", fanout: "topic" };

/** Every value below a binding becomes another, and every key and every entry of a list is left out. */
function breakLeaves(changer: Changer, path: Path, node: Json | undefined): void {
  if (Array.isArray(node)) for (const [at, value] of listOf(node).entries()) breakLeaf(changer, [...path, String(at)], value);
  else if (isTree(node)) for (const [key, value] of Object.entries(node)) breakLeaf(changer, [...path, key], value);
}

function breakLeaf(changer: Changer, path: Path, value: Json): void {
  const key = path.at(-1);
  if (key === "is") return;
  if (key !== "amqp") changer.put(path, "is left out", undefined);
  if (key === "type" && typeof value === "string" && otherExchangeTypes[value] !== undefined) {
    changer.put(path, `${value} becomes ${otherExchangeTypes[value]}`, otherExchangeTypes[value]);
  } else if (typeof value === "number") changer.put(path, `${value} becomes ${value + 1}`, value + 1);
  else if (typeof value === "boolean") changer.put(path, `${value} becomes ${!value}`, !value);
  else if (typeof value === "string") changer.put(path, `${value} becomes ${value}-moved`, `${value}-moved`);
  else breakLeaves(changer, path, value);
}
