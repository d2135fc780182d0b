import { inline, type Reading } from "../source/references.js";
import { get, isObject, type JsonObject } from "../source/tree.js";
import { nearest } from "../spelling.js";
import { extensionKeys } from "./amqp-shapes.js";
import { checkShape, type ObjectShape } from "./shape.js";

/** The AMQP binding of a channel, operation or message, its references resolved and its shape checked; undefined where there is none. */
export function amqpBinding(reading: Reading, owner: JsonObject, shape: ObjectShape): JsonObject | undefined {
  const given = get(owner, "bindings");
  if (given === undefined) return undefined;
  const bindings = inline(reading, given);
  if (!isObject(bindings) || !Object.hasOwn(bindings, "amqp")) {
    if (isObject(bindings)) hintAtAmqp(reading, bindings);
    return undefined;
  }
  checkShape(reading, bindings, "amqp", shape);
  const amqp = get(bindings, "amqp");
  return isObject(amqp) ? amqp : undefined;
}

function hintAtAmqp(reading: Reading, bindings: JsonObject): void {
  for (const key of Object.keys(bindings)) {
    if (key !== "amqps" && nearest(key, ["amqp"]) !== undefined) {
      reading.problems.add(
        "error",
        "unknown-key",
        reading.origins.atKey(bindings, key),
        `There is no binding "${key}"; did you mean "amqp"?`,
      );
    }
  }
}

/** Our extension keys have an effect in AMQP bindings only: one that stands anywhere else, or is misspelt there, would be lost silently. */
export function checkMisplacedExtensions(reading: Reading, owner: JsonObject): void {
  for (const key of Object.keys(owner)) {
    if (!key.startsWith("x-")) continue;
    const known = Object.hasOwn(extensionKeys, key) ? key : undefined;
    const near = known === undefined ? nearest(key, Object.keys(extensionKeys)) : undefined;
    if (near !== undefined) {
      const message = `"${key}" has no effect here; if "${near}" is meant, ${extensionKeys[near]}, under bindings.amqp.`;
      reading.problems.add("warning", "misplaced-key", reading.origins.atKey(owner, key), message);
    }
    if (known === undefined) continue;
    reading.problems.add(
      "error",
      "misplaced-key",
      reading.origins.atKey(owner, key),
      `"${key}" has no effect here; ${extensionKeys[known]}, under bindings.amqp.`,
    );
  }
}
