import { closed, decimal, open, type Pair, related, text, time, uuid, when, whole } from "./pair.js";

const completed = open({ type: { const: "OrderCompleted" }, order_id: uuid, total: decimal });
const failed = open({ type: { const: "OrderFailed" }, order_id: uuid, reason: text });
const cancelled = open({ type: { const: "OrderCancelled" }, order_id: uuid });
const shape = (kind: string, extra: object) => closed({ kind: { enum: [kind] }, ...(extra as Record<string, never>) });
const circle = shape("circle", { radius: { type: "number", exclusiveMinimum: 0 } });
const square = shape("square", { side: { type: "number", exclusiveMinimum: 0 } });
const envelope = (payload: object) => open({ id: uuid, time, payload: payload as never });
const many = Array.from({ length: 25 }, (_, at) => open({ type: { const: `Event${at}` }, [`field${at}`]: text }));

export const unionPairs: readonly Pair[] = [
  ...related("a message type added", "narrower", { oneOf: [completed, failed] }, { oneOf: [completed, failed, cancelled] }),
  ...related("anyOf and oneOf of tagged messages", "same", { anyOf: [completed, failed] }, { oneOf: [completed, failed] }),
  ...related("one message of a union", "narrower", completed, { oneOf: [completed, failed] }),
  ...related("branches in another order", "same", { oneOf: [completed, failed, cancelled] }, { oneOf: [cancelled, completed, failed] }),
  ...related(
    "branches with the tag factored out",
    "same",
    { anyOf: [completed, failed] },
    { type: "object", required: ["type", "order_id"], properties: { order_id: uuid }, anyOf: [{ ...completed }, { ...failed }] },
  ),
  ...related(
    "a union by if and then",
    "same",
    { oneOf: [completed, failed] },
    {
      type: "object",
      required: ["type"],
      properties: { type: { enum: ["OrderCompleted", "OrderFailed"] } },
      ...when({ properties: { type: { const: "OrderCompleted" } } }, completed, failed),
    },
  ),
  ...related("a branch narrowed", "narrower", { oneOf: [{ ...completed, maxProperties: 5 }, failed] }, { oneOf: [completed, failed] }),
  ...related(
    "untagged overlap makes oneOf smaller",
    "narrower",
    { oneOf: [open({ a: whole }), open({ b: whole })] },
    { anyOf: [open({ a: whole }), open({ b: whole })] },
  ),
  ...related("closed shapes", "narrower", circle, { oneOf: [circle, square] }),
  ...related("closed shapes, all", "same", { anyOf: [circle, square] }, { oneOf: [square, circle] }),
  ...related(
    "a wider branch",
    "narrower",
    { oneOf: [circle, square] },
    { oneOf: [shape("circle", { radius: { type: "number" } }), square] },
  ),
  ...related("twenty-five message types", "narrower", { oneOf: many.slice(0, 24) }, { oneOf: many }),
  ...related("an envelope around a union", "narrower", envelope(completed), envelope({ oneOf: [completed, failed] })),
  ...related("a union of envelopes", "same", { anyOf: [envelope(completed), envelope(failed)] }, envelope({ anyOf: [completed, failed] })),
  ...related("nullable by type", "narrower", text, { type: ["string", "null"] }),
  ...related("nullable by anyOf", "same", { anyOf: [text, { type: "null" }] }, { type: ["string", "null"] }),
  ...related("nullable by oneOf and enum", "same", { oneOf: [{ enum: ["a", "b"] }, { type: "null" }] }, { enum: ["b", null, "a"] }),
  ...related(
    "a field that may be null against one that may be missing",
    "apart",
    closed({ a: { type: ["string", "null"] } }),
    closed({ "a?": text }),
  ),
  ...related("an enum widened", "narrower", { enum: ["new", "paid"] }, { enum: ["new", "paid", "shipped"] }),
  ...related("an enum against strings", "narrower", { enum: ["new", "paid"] }, text),
  ...related("an enum as constants", "same", { enum: [1, "a", null] }, { anyOf: [{ const: null }, { const: 1 }, { const: "a" }] }),
  ...related("a status field widened", "narrower", open({ status: { enum: ["new"] } }), open({ status: { enum: ["new", "old"] } })),
  ...related("currencies as a pattern", "narrower", { enum: ["EUR", "USD"] }, { type: "string", pattern: "^[A-Z]{3}$" }),
  ...related("an enum of numbers in a range", "same", { enum: [1, 2, 3] }, { type: "integer", minimum: 1, maximum: 3.5 }),
  ...related("a small range as an enum", "same", { type: "integer", minimum: 1, maximum: 3 }, { enum: [1, 2, 3] }),
  ...related("not-not", "same", { not: { not: completed } }, completed),
  ...related("De Morgan, and", "same", { not: { allOf: [text, { minLength: 2 }] } }, { anyOf: [{ not: text }, { not: { minLength: 2 } }] }),
  ...related("De Morgan, or", "same", { not: { anyOf: [text, whole] } }, { allOf: [{ not: text }, { not: whole }] }),
  ...related("everything but a string", "same", { not: text }, { type: ["null", "boolean", "number", "array", "object"] }),
  ...related("allOf as one", "same", { allOf: [open({ a: text }), open({ b: whole })] }, open({ a: text, b: whole })),
  ...related("allOf of a base and an extension", "narrower", { allOf: [open({ id: uuid }), open({ total: decimal })] }, open({ id: uuid })),
  ...related(
    "distribution",
    "same",
    { allOf: [open({ id: uuid }), { anyOf: [open({ a: text }), open({ b: text })] }] },
    { anyOf: [open({ id: uuid, a: text }), open({ id: uuid, b: text })] },
  ),
  ...related("oneOf of the same twice", "same", { oneOf: [text, text] }, false),
  ...related("oneOf with a part of another", "narrower", { oneOf: [{ type: "number" }, whole] }, { type: "number" }),
  ...related("a condition that never holds", "same", when(false, text, whole), whole),
  ...related("a condition on a tag", "narrower", open({ kind: { const: "a" }, x: whole }), {
    type: "object",
    ...when({ properties: { kind: { const: "a" } }, required: ["kind"] }, { required: ["x"] }),
  }),
  ...related("a condition spelt out", "same", when(whole, { minimum: 0 }, text), {
    anyOf: [{ type: "integer", minimum: 0 }, { allOf: [{ not: whole }, text] }],
  }),
  ...related(
    "either of two required",
    "narrower",
    { ...open({ email: text }) },
    { type: "object", anyOf: [{ required: ["email"] }, { required: ["phone"] }] },
  ),
  ...related(
    "a tag that is optional",
    "apart",
    { type: "object", properties: { type: { const: "OrderCancelled" }, order_id: uuid }, required: ["order_id"] },
    { oneOf: [completed, failed] },
  ),
  ...related(
    "a boolean tag",
    "same",
    { oneOf: [open({ ok: { const: true } }), open({ ok: { const: false } })] },
    open({ ok: { type: "boolean" } }),
  ),
];
