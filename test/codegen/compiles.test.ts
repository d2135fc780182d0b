import { beforeAll, describe, expect, test } from "vitest";
import { type FilePlan, planFiles } from "../../src/codegen/plan.js";
import type { Application, ContractSet, SchemaNode } from "../../src/contract/model.js";
import {
  application,
  at,
  contractSet,
  exchange,
  exchangeChannel,
  message,
  parameter,
  queue,
  queueChannel,
  receive,
  schema,
  send,
} from "../support/contract-builders.js";
import { compile } from "./compile.js";

const options = { runtime: "./runtime.js", sourceFolder: "asyncapi" };
// biome-ignore lint/suspicious/noTemplateCurlyInString: what a description might try
const evil = 'He said "*/ alert(1) /*" and \\ left\u2028; `${process.exit()}` // \n */ end';

const schemas: Readonly<Record<string, SchemaNode>> = {
  "m#/ping": {
    type: "object",
    description: evil,
    required: ["kind", "id"],
    properties: { kind: { const: "ping" }, id: { type: "string", description: evil } },
  },
  "m#/pong": {
    type: "object",
    required: ["kind", "delete"],
    properties: { kind: { const: "pong" }, delete: { type: "integer" }, 'a"b': { type: "string" } },
  },
  "m#/headers": { type: "object", required: ["tenant"], properties: { tenant: { type: "string" }, 'x-"quoted"': { type: "integer" } } },
  "m#/soft": { type: "object", properties: { trace: { type: "string" } } },
  "m#/any": true,
};

const ping = message("ping", { name: "Ping", payload: "m#/ping" });
const pong = message("pong", { name: "Pong", payload: "m#/pong", headers: "m#/headers" });
const soft = message("soft", { name: "Soft", payload: "m#/any", headers: "m#/soft" });

/** Every awkward name a document may legally give. */
const names = [
  "delete",
  "class",
  "new-ping",
  "1st",
  "größe",
  "日本語",
  "on",
  "onPaid",
  "payload",
  "options",
  "send",
  "name",
  "topology",
  "route",
  "Promise",
  "constructor",
  "__proto__",
  "a.b/c d",
  "it's",
];

function nasty(): ContractSet {
  const target = exchange('ex"change\\ */');
  const place = (address: string | null, messages: readonly (typeof ping)[], more = {}) =>
    exchangeChannel(target, address, { messages, key: address ?? "", ...more });
  const sends = names.map((name) => send(name, place("key", [ping]), { summary: evil, description: evil }));
  const receives = names.map((name) =>
    receive(`${name} in`, queueChannel(queue(`q ${name} */ \u2029`), [], { messages: [ping] }), { summary: evil }),
  );
  const talk = application("odd/class", [
    send("several", place("k", [ping, pong, soft])),
    send("addressed", place("user.{user-id}.{level}", [ping], { parameters: [parameter("user-id"), parameter("level", ["low", "high"])] })),
    send("defaulted", place("{zone}", [ping], { parameters: [{ ...parameter("zone"), default: "eu" }] })),
    send("located", place("{id}", [ping], { parameters: [{ ...parameter("id"), expression: "$message.payload#/id" }] })),
    send("headed", place("k", [pong])),
    send("soft", place("k", [soft])),
    receive("several in", queueChannel(queue("several"), [], { messages: [ping, pong, soft] })),
  ]);
  const titled: Application = {
    ...application("odd/names", [...sends, ...receives]),
    title: evil,
    description: evil,
    location: at('odd/na"mes\n.yaml'),
  };
  // Only a message's name becomes that of a validator.
  const japanese = application("注文", [send("x", place("key", [message("x", { name: "日本語", payload: "m#/ping" })]))]);
  const deep = application("a/b/c/deep", [send("x", place("key", [ping]))]);
  const same = application("odd/echo", [
    send("echo", place("echo", [ping])),
    send("echo_handlers", place("echo", [message("EchoHandlers", { payload: "m#/pong" })])),
  ]);
  return contractSet(
    [titled, talk, same, japanese, deep, application("odd/nothing", []), application("odd/1st app!", [send("x", place(null, [ping]))])],
    Object.entries(schemas).map(([id, node]) => schema(id, node)),
  );
}

const use = `
import { type ClassHandlers, type ClassPublisher, type Ping, class_ } from "./odd/class/index.js";

const told: string[] = [];
export const handlers: ClassHandlers = {
  async onSeveralIn(message, { publish }) {
    if (message.name === "ping") told.push(message.payload.id);
    else if (message.name === "pong") told.push(String(message.payload.delete), message.headers.tenant);
    else told.push(message.headers.trace ?? "");
    // @ts-expect-error only narrowed messages have their own properties
    told.push(message.payload.id);
    await tell(publish);
  },
};

async function tell(publish: ClassPublisher): Promise<void> {
  const ping: Ping = { kind: "ping", id: "1" };
  await publish.several("ping", ping);
  await publish.several("pong", { kind: "pong", delete: 1 }, { headers: { tenant: "t" } });
  await publish.several("soft", 1);
  await publish.addressed(ping, { parameters: { "user-id": "7", level: "low" }, messageId: "m" });
  await publish.defaulted(ping);
  await publish.located(ping);
  await publish.headed({ kind: "pong", delete: 1 }, { headers: { tenant: "t" } });
  await publish.soft({}, { headers: {} });
  // @ts-expect-error a message and its payload belong together
  await publish.several("pong", ping, { headers: { tenant: "t" } });
  // @ts-expect-error required headers
  await publish.several("pong", { kind: "pong", delete: 1 });
  // @ts-expect-error required parameters
  await publish.addressed(ping);
  // @ts-expect-error not one of the enum
  await publish.addressed(ping, { parameters: { "user-id": "7", level: "middle" } });
  // @ts-expect-error required headers
  await publish.headed({ kind: "pong", delete: 1 });
  // @ts-expect-error wrong payload
  await publish.defaulted({ kind: "pong" });
}

class_.routes(handlers);
`;

describe("code of a contract with every awkward name", () => {
  let files: readonly FilePlan[] = [];

  beforeAll(async () => {
    const plan = await planFiles(nasty(), options);
    expect(plan.problems.filter((problem) => problem.severity === "error")).toEqual([]);
    files = plan.files;
  });

  test("compiles under the strictest options, and its types hold in use", async () => {
    expect(await compile([...files, { path: "use.ts", text: use }])).toEqual([]);
  }, 60_000);

  test("has six files per application, each with its header", () => {
    const names = ["index.ts", "messages.ts", "operations.ts", "topology.ts", "validators.d.ts", "validators.js"];
    expect(
      files
        .filter(({ path }) => path.startsWith("odd/class/"))
        .map(({ path }) => path.slice("odd/class/".length))
        .sort(),
    ).toEqual(names);
    for (const { text } of files) expect(text).toMatch(/^\/\/ Generated from asyncapi\/.*\. Do not edit; run `npm run generate`\.\n/);
  });

  test("finds the one relative runtime from documents at any depth", () => {
    const imports = ["注文", "odd/class", "a/b/c/deep"].map(
      (id) => files.find(({ path }) => path === `${id}/index.ts`)?.text.match(/from "(.*runtime\.js)"/)?.[1],
    );
    expect(imports).toEqual(["../runtime.js", "../../runtime.js", "../../../../runtime.js"]);
  });

  test("is the same text every time", async () => {
    expect((await planFiles(nasty(), options)).files).toEqual(files);
  });
});

describe("operation names that meet", () => {
  test("are an error at the second one, and nothing is planned for that application", async () => {
    const channel = exchangeChannel(exchange("e"), "k", { messages: [ping] });
    const set = contractSet(
      [application("a", [send("new-ping", channel), send("newPing", channel, { location: at("a.yaml", 9, 3) })])],
      [schema("m#/ping", schemas["m#/ping"] ?? true)],
    );
    const { files, problems } = await planFiles(set, options);
    expect(files).toEqual([]);
    expect(problems).toMatchObject([{ severity: "error", code: "operation-name-collision", file: "a.yaml", line: 9, column: 3 }]);
  });
});
