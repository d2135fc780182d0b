import type { Exchange, ExchangeType } from "../model.js";
import type { Reading } from "../source/references.js";
import { get, getText, isObject, type JsonObject } from "../source/tree.js";
import { misspeltIn } from "../spelling.js";

const types: readonly ExchangeType[] = ["default", "direct", "topic", "fanout", "headers"];

/** Reads `holder[key]` as an exchange; its shape has been checked. Without one, the default exchange is meant. */
export function buildExchange(reading: Reading, holder: JsonObject, key: string): Exchange {
  const object = get(holder, key);
  const location = reading.origins.atKey(holder, key);
  if (!isObject(object)) return { name: "", type: "default", durable: true, autoDelete: false, arguments: {}, location };
  const name = getText(object, "name") ?? "";
  const args = get(object, "arguments");
  return {
    name,
    type: exchangeType(reading, object, name),
    durable: get(object, "durable") !== false,
    autoDelete: get(object, "autoDelete") === true,
    arguments: isObject(args) ? args : {},
    location,
  };
}

function exchangeType(reading: Reading, object: JsonObject, name: string): ExchangeType {
  const given = getText(object, "type");
  const type = types.find((known) => known === given);
  if (given === undefined && name !== "" && !misspeltIn(object, "type")) {
    reading.problems.add(
      "error",
      "missing-key",
      reading.origins.of(object),
      `The exchange "${name}" needs a type: topic, direct, fanout or headers.`,
    );
  }
  if (type !== undefined && (type === "default") !== (name === "") && Object.hasOwn(object, "name")) {
    const message =
      name === ""
        ? "The exchange without a name is the default exchange; its type is default."
        : 'Only the exchange named "" has the type default.';
    reading.problems.add("error", "wrong-value", reading.origins.atValue(object, "type"), message);
  }
  return name === "" ? "default" : type === undefined || type === "default" ? "direct" : type;
}

/** Checks a channel's address as the routing key of its exchange. */
export function checkAddress(reading: Reading, channel: JsonObject, address: string | null, exchange: Exchange): void {
  if (address === null) return;
  const place = reading.origins.atValue(channel, "address");
  if (Buffer.byteLength(address) > 255) reading.problems.add("error", "wrong-value", place, "A routing key has at most 255 bytes.");
  if (exchange.type === "topic" && address.split(".").some((word) => word === "*" || word === "#")) {
    reading.problems.add("warning", "idle-pattern", place, `"${address}" is sent as it stands: * and # mean something in x-bindings only.`);
  }
}

/** Checks the routing key of a binding against the type of its exchange. */
export function checkBindingKey(reading: Reading, binding: JsonObject, exchange: Exchange, routingKey: string | undefined): void {
  const { problems, origins } = reading;
  if (exchange.name === "") {
    if (isObject(get(binding, "exchange"))) {
      problems.add(
        "error",
        "wrong-value",
        origins.atKey(binding, "exchange"),
        "No queue can be bound to the default exchange; it reaches every queue by its name.",
      );
    }
    return;
  }
  if (routingKey === undefined) {
    if (misspeltIn(binding, "routingKey")) return;
    const message = `A binding to the ${exchange.type} exchange "${exchange.name}" needs a routingKey.`;
    if (exchange.type === "direct" || exchange.type === "topic") problems.add("error", "missing-key", origins.of(binding), message);
    return;
  }
  const place = origins.atValue(binding, "routingKey");
  const words = routingKey.split(".");
  if (exchange.type === "direct" && words.some((word) => word === "*" || word === "#")) {
    problems.add("warning", "idle-pattern", place, `A direct exchange takes "${routingKey}" literally; only topic exchanges know * and #.`);
  }
  if (exchange.type === "topic" && words.some((word) => word.length > 1 && /[*#]/.test(word))) {
    problems.add(
      "warning",
      "idle-pattern",
      place,
      `In "${routingKey}", * and # are patterns only where they are a whole word between dots.`,
    );
  }
}
