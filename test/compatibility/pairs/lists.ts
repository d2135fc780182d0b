import type { Json } from "#contract";
import { closed, decimal, open, type Pair, related, text, uuid, whole } from "./pair.js";

const list = (items: Json, more: object = {}) => ({ type: "array", items, ...(more as Record<string, never>) }) as const;
const tuple = (...items: readonly Json[]) => ({ type: "array", items, additionalItems: false, minItems: items.length }) as const;
const tree = (value: Json, more: object = {}) => ({
  $ref: "#/definitions/node",
  definitions: { node: { ...open({ value, "children?": list({ $ref: "#/definitions/node" }) }), ...(more as Record<string, never>) } },
});
const chain = (value: Json) => ({
  type: "object",
  required: ["value"],
  properties: { value, next: { anyOf: [{ $ref: "#" }, { type: "null" }] } },
});
const expression = (operators: readonly string[]) => ({
  anyOf: [
    { type: "number" },
    {
      type: "object",
      required: ["op", "left", "right"],
      properties: { op: { enum: operators }, left: { $ref: "#" }, right: { $ref: "#" } },
    },
  ],
});
const json = {
  $ref: "#/definitions/json",
  definitions: {
    json: {
      anyOf: [
        { type: ["null", "boolean", "number", "string"] },
        list({ $ref: "#/definitions/json" }),
        { type: "object", additionalProperties: { $ref: "#/definitions/json" } },
      ],
    },
  },
};

export const listPairs: readonly Pair[] = [
  ...related("items widened", "narrower", list(whole), list({ type: "number" })),
  ...related(
    "order lines",
    "narrower",
    list(open({ sku: uuid, quantity: whole, price: decimal })),
    list(open({ sku: text, quantity: { type: "number" } })),
  ),
  ...related("not empty", "narrower", list(text, { minItems: 1 }), list(text)),
  ...related("a longest list", "narrower", list(text, { maxItems: 5 }), list(text, { maxItems: 10 })),
  ...related("lists that hold nothing", "same", list(false), { type: "array", maxItems: 0 }),
  ...related("contains, by not", "same", { type: "array", contains: text }, { type: "array", not: { items: { not: text } } }),
  ...related("all of them, so one of them", "narrower", list(text, { minItems: 1 }), { type: "array", contains: text }),
  ...related("contains something narrower", "narrower", { type: "array", contains: { const: "a" } }, { type: "array", contains: text }),
  ...related(
    "contains two things",
    "narrower",
    { type: "array", allOf: [{ contains: { const: 1 } }, { contains: { const: 2 } }] },
    { type: "array", minItems: 2 },
  ),
  ...related("contains what items rule out", "same", list(text, { contains: whole }), false),
  ...related("a pair", "narrower", tuple(text, whole), tuple(text, { type: "number" })),
  ...related("a pair against a list", "narrower", tuple(text, text), list(text)),
  ...related("a pair with a tail", "narrower", { type: "array", items: [text], additionalItems: whole }, { type: "array", items: [text] }),
  ...related("tuples of different length", "apart", tuple(text), tuple(text, text)),
  ...related(
    "a tuple as list of that length",
    "same",
    { type: "array", items: [text, text], additionalItems: false },
    list(text, { maxItems: 2 }),
  ),
  ...related("a position that may not be", "same", { type: "array", items: [true, false] }, { type: "array", maxItems: 1 }),
  ...related("no doubles", "narrower", list(text, { uniqueItems: true }), list(text)),
  ...related("no doubles in a short list", "same", { type: "array", maxItems: 1, uniqueItems: true }, { type: "array", maxItems: 1 }),
  ...related(
    "no doubles of two values",
    "narrower",
    list({ type: "boolean" }, { uniqueItems: true }),
    list({ type: "boolean" }, { maxItems: 2 }),
  ),
  ...related("more than there are", "same", list({ enum: ["a", "b"] }, { uniqueItems: true, minItems: 3 }), false),
  ...related("all of an enum, once each", "narrower", list({ enum: [1, 2] }, { uniqueItems: true, minItems: 2 }), {
    type: "array",
    contains: { const: 1 },
  }),
  ...related("no doubles in a pair of kinds", "same", tuple(text, whole), { ...tuple(text, whole), uniqueItems: true }),
  ...related("a matrix", "narrower", list(list(whole, { minItems: 1 })), list(list({ type: "number" }))),
  ...related("lists or one", "narrower", list(text), { anyOf: [text, list(text)] }),
  ...related("items by union", "narrower", { anyOf: [list(text), list(whole)] }, list({ anyOf: [text, whole] })),
  ...related("a constant list", "narrower", { const: [1, "a"] }, tuple(whole, text)),
  ...related("a constant list, spelt out", "same", { const: [1, "a"] }, tuple({ const: 1 }, { const: "a" })),
  ...related("a constant object, spelt out", "same", { const: { a: 1 } }, closed({ a: { const: 1 } })),
  ...related(
    "anything but a list of two",
    "same",
    { type: "array", not: { minItems: 2, maxItems: 2 } },
    { type: "array", anyOf: [{ maxItems: 1 }, { minItems: 3 }] },
  ),
  ...related("trees of whole numbers", "narrower", tree(whole), tree({ type: "number" })),
  ...related("trees with a field more", "narrower", tree(whole, { maxProperties: 2 }), tree(whole)),
  ...related("trees of different things", "apart", tree(text), tree(whole)),
  ...related("a tree against its first level", "narrower", tree(whole), open({ value: whole, "children?": { type: "array" } })),
  ...related("a tree written out once", "same", tree(whole), {
    ...open({ value: whole, "children?": list({ $ref: "#/definitions/node" }) }),
    definitions: tree(whole).definitions,
  }),
  ...related("linked lists", "narrower", chain(whole), chain({ type: "number" })),
  ...related("expressions with more operators", "narrower", expression(["+", "-"]), expression(["+", "-", "*"])),
  ...related("expressions that differ deep down", "apart", expression(["+", "-"]), expression(["+", "*"])),
  ...related("any JSON", "same", json, true),
  ...related(
    "any JSON but null",
    "narrower",
    { allOf: [json.definitions.json, { not: { type: "null" } }], definitions: json.definitions },
    true,
  ),
  ...related(
    "a list that must hold itself is never finished",
    "same",
    { type: "object", required: ["next"], properties: { next: { $ref: "#" } } },
    false,
  ),
  ...related("a tree whose leaves are never reached", "same", { type: "array", minItems: 1, items: { $ref: "#" } }, false),
  ...related(
    "references against what they refer to",
    "same",
    { type: "object", properties: { id: { $ref: "#/definitions/id" } }, definitions: { id: uuid } },
    { type: "object", properties: { id: uuid } },
  ),
  ...related(
    "what stands beside a reference does not count",
    "same",
    { definitions: { a: whole }, $ref: "#/definitions/a", minimum: 5 },
    whole,
  ),
  ...related(
    "two trees that call each other",
    "narrower",
    { ...open({ "b?": { $ref: "#/definitions/b" } }), definitions: { b: open({ x: whole, "a?": { $ref: "#" } }) } },
    { ...open({ "b?": { $ref: "#/definitions/b" } }), definitions: { b: open({ x: { type: "number" }, "a?": { $ref: "#" } }) } },
  ),
];
