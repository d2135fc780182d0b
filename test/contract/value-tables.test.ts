/** Tables of what a value in a message decides: they say something of every value that may come, and of no other. */
import { expect, test } from "vitest";
import { head, readDocuments } from "../support/documents.js";

interface Parts {
  readonly payload?: string;
  readonly parameter?: string;
  readonly operation?: string;
}

const letter =
  "{ type: object, properties: { to: { enum: [home, work] }, haste: { $ref: '#/components/schemas/Haste' }, note: { type: string } } }";

/** Sends `Letter` to the default exchange, by the key `post_{to}`. */
const post = ({
  payload = letter,
  parameter = "location: $message.payload#/to, x-values: { home: h, work: w }",
  operation = "x-priority: { location: $message.payload#/haste, values: { slow: 1, fast: 9 } }",
}: Parts = {}): string => `${head}channels:
  letters:
    address: post_{to}
    parameters: { to: { ${parameter} } }
    messages: { Letter: { payload: ${payload} } }
    bindings: { amqp: { is: routingKey, exchange: { name: '' } } }
operations:
  send: { action: send, channel: { $ref: '#/channels/letters' }, bindings: { amqp: { ${operation} } } }
components: { schemas: { Haste: { type: string, enum: [slow, fast] } } }
`;

const said = async (parts: Parts): Promise<readonly string[]> => {
  const { problems, marked } = await readDocuments({ "app.yaml": post(parts) });
  return problems.map((problem) => marked.reduce((text, place) => text.replace(`${place} `, "▸ "), problem));
};

test("a table for every value is read, and its texts are all that the parameter may be", async () => {
  const { set, problems } = await readDocuments({ "app.yaml": post() });
  expect(problems).toEqual([]);
  const [operation] = set.applications[0]?.operations ?? [];
  expect(operation).toMatchObject({
    priorityBy: { expression: "$message.payload#/haste", values: { slow: 1, fast: 9 } },
    channel: { parameters: [{ name: "to", enum: ["h", "w"], values: { home: "h", work: "w" } }] },
  });
});

const priority = "x-priority: { location: $message.payload#/haste, values: { slow: 1, fast: 9 } }";

test.each<[string, Parts, readonly string[]]>([
  [
    "an enum in each branch",
    {
      payload:
        "{ oneOf: [{ properties: { to: { const: home }, haste: { const: slow } } }, { properties: { to: { const: work }, haste: { const: fast } } }] }",
    },
    [],
  ],
  [
    "an enum that another narrows",
    {
      payload:
        "{ properties: { to: { enum: [home, work] }, haste: { allOf: [{ enum: [slow, fast, never] }, { not: {} , enum: [fast, slow] }] } } }",
    },
    [],
  ],
  [
    "a value without an entry",
    { operation: "▸x-priority: { location: $message.payload#/haste, values: { slow: 1 } }" },
    ['▸ error "x-priority" says nothing of "fast", which message "Letter" may hold at "$message.payload#/haste".'],
  ],
  [
    "an entry without a value",
    { parameter: "location: $message.payload#/to, x-values: { home: h, work: w, ▸wrok: w }" },
    ['▸ warning No message holds "wrok" at "$message.payload#/to"; did you mean "work"?'],
  ],
  [
    "a place that may hold anything",
    { parameter: "location: $message.payload#/note, ▸x-values: { home: h }" },
    [
      '▸ error "x-values" needs to know every value at "$message.payload#/note", and message "Letter" does not list them: give the property an enum or a const.',
    ],
  ],
  [
    "a union with a branch that may hold anything",
    {
      payload:
        "{ anyOf: [{ properties: { to: { const: home }, haste: { const: slow } } }, { properties: { haste: { enum: [slow, fast] } } }] }",
      parameter: "location: $message.payload#/to, ▸x-values: { home: h }",
    },
    [
      '▸ error "x-values" needs to know every value at "$message.payload#/to", and message "Letter" does not list them: give the property an enum or a const.',
    ],
  ],
  [
    "a place that the message does not have",
    { operation: "▸x-priority: { location: ▸$message.payload#/hast, values: { slow: 1 } }" },
    [
      '▸ error "$message.payload#/hast" leads nowhere: the payload of message "Letter" declares no "hast"; did you mean "haste"?',
      '▸ error "x-priority" needs to know every value at "$message.payload#/hast", and message "Letter" does not list them: give the property an enum or a const.',
    ],
  ],
  [
    "texts that the parameter may not be",
    { parameter: "enum: [h], location: $message.payload#/to, x-values: { home: h, work: ▸w }" },
    ['▸ error "work" becomes "w", which is not in the parameter\'s enum.'],
  ],
  [
    "texts that would be levels of a key",
    { parameter: "location: $message.payload#/to, x-values: { home: ▸h.o, work: w }" },
    ['▸ error "home" must be text of 1 to 255 bytes without ".", "*", "#" and braces, not "h.o".'],
  ],
  [
    "a table without a place",
    { parameter: "▸x-values: { home: h, work: w }" },
    [
      '▸ error "x-values" says what the parameter is for each value in the message, so it needs "location", which says where that value stands.',
    ],
  ],
  [
    "a misspelt table",
    { parameter: "location: $message.payload#/to, ▸x-value: { home: h }" },
    ['▸ error There is no key "x-value" in a parameter; did you mean "x-values"?'],
  ],
  [
    "a priority that there is not",
    { operation: "x-priority: { location: $message.payload#/haste, values: { slow: 1, fast: ▸256 } }" },
    ['▸ error "fast" must be an integer from 0 to 255, not 256.'],
  ],
  ["names of a call", { operation: `${priority}, x-call: { where: to, speed: haste }` }, []],
  [
    "a name for a property that there is not",
    { operation: `${priority}, x-call: { where: ▸too }` },
    ['▸ error "$message.payload#/too" leads nowhere: the payload of message "Letter" declares no "too"; did you mean "to"?'],
  ],
  [
    "a name that another property has",
    { operation: `${priority}, x-call: { ▸note: to }` },
    ['▸ error "note" is a property of message "Letter" already, so that it cannot be the name of another.'],
  ],
  [
    "two names for one property",
    { operation: `${priority}, x-call: { where: to, whither: ▸to }` },
    ['▸ error "where" and "whither" are both names of the property "to"; one is enough.'],
  ],
])("%s", async (_, parts, expected) => {
  expect([...(await said(parts))].sort()).toEqual([...expected].sort());
});
