/** What messages mean to whoever reads them, as text: equal texts mean the same, whatever was said for people in other words. */
import { amqpTypeOf, type ContractSet, type Json, type Message } from "#contract";
import { canonical, isList, isObject, objectOf, own } from "../schema/json.js";

/** Keywords that no validator asks. */
const annotations = new Set(
  "title description $comment default example examples readOnly writeOnly deprecated externalDocs discriminator".split(" "),
);
const maps = new Set(["properties", "patternProperties", "dependencies"]);
const schemas = new Set("items additionalItems contains additionalProperties propertyNames not if then else allOf anyOf oneOf".split(" "));

export interface Meanings {
  /** Of a message, its type, how it is written, and what it may hold. */
  of(message: Message): string;
}

export function meaningsIn(set: ContractSet): Meanings {
  const known = new Map<string, string>();
  const schema = (id: string): string => {
    const text = known.get(id) ?? schemaMeaning(id, set);
    known.set(id, text);
    return text;
  };
  return {
    of(message) {
      const { contentType, contentEncoding = "", correlationId = "", payload, headers } = message;
      const held = [schema(payload), headers === undefined ? "" : schema(headers)];
      return canonical([amqpTypeOf(message), contentType, contentEncoding, correlationId, ...held]);
    },
  };
}

/** A schema and all that it refers to, in the order in which it does; names of schemas do not count. */
function schemaMeaning(root: string, { schemas: all }: ContractSet): string {
  const order = new Map([[root, 0]]);
  const texts: string[] = [];
  const reduce = (node: Json): Json => {
    if (!isObject(node)) return node;
    const target = own(node, "$ref");
    if (typeof target === "string") {
      if (!order.has(target)) order.set(target, order.size);
      return { $ref: order.get(target) ?? 0 };
    }
    const kept = Object.entries(node).filter(([keyword]) => !annotations.has(keyword) && !keyword.startsWith("x-"));
    // In a fixed order, so that references are numbered alike.
    return objectOf(kept.sort(([a], [b]) => (a < b ? -1 : 1)).map(([keyword, held]) => [keyword, reduceBelow(keyword, held)]));
  };
  const reduceBelow = (keyword: string, held: Json): Json => {
    if (schemas.has(keyword)) return isList(held) ? held.map(reduce) : reduce(held);
    if (!maps.has(keyword) || !isObject(held)) return held;
    const entries = Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1));
    return objectOf(entries.map(([name, below]) => [name, isList(below) ? below : reduce(below)]));
  };
  // The map grows while it is read.
  for (const id of order.keys()) texts.push(canonical(reduce(all.get(id)?.node ?? true)));
  return texts.join("\n");
}
