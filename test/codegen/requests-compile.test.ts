/** Requests and answers of every form become TypeScript that compiles, and whose types hold in use. */
import { describe, expect, test } from "vitest";
import { type FilePlan, planFiles } from "../../src/codegen/plan.js";
import { head, readDocuments } from "../support/documents.js";
import { compile } from "./compile.js";

const options = { runtime: "./runtime.js", sourceFolder: "asyncapi" };

const components = `components:
  messages:
    Ask:
      correlationId: { location: $message.payload#/id }
      payload: { type: object, required: [id, user, by, at], properties: { id: { type: string }, user: { type: integer }, by: { const: me }, at: { type: string } } }
      bindings: { amqp: { x-fill: { by: { value: me }, at: { now: true } } } }
    AskElse:
      correlationId: { location: $message.header#/x-id }
      headers: { type: object, required: [x-id], properties: { x-id: { type: string }, lang: { type: string } } }
      payload: { type: object, required: [question], properties: { question: { type: string } } }
    AskBack:
      payload: { type: object, required: [back, meta], properties: { back: { type: string }, meta: { type: object, required: [id], properties: { id: { type: string } } } } }
      correlationId: { location: $message.payload#/meta/id }
    Yes:
      correlationId: { location: $message.payload#/id }
      payload:
        oneOf:
          - { title: Plain, type: object, required: [id, good, balance], properties: { id: { type: string }, good: { const: true }, balance: { type: string } } }
          - { title: Sorry, type: object, required: [id, good], properties: { id: { type: string }, good: { const: false } } }
    No:
      headers: { type: object, required: [why, x-id], properties: { why: { type: string }, x-id: { type: string } } }
      correlationId: { location: $message.header#/x-id }
      payload: { type: object, required: [code], properties: { code: { type: integer } } }
    Done: { payload: { type: object, required: [at], properties: { at: { type: string } } }, bindings: { amqp: { x-fill: { at: { now: true } } } } }
`;

const ref = (name: string): string => `${name}: { $ref: '#/components/messages/${name}' }`;
const all = (...names: string[]): string => `messages: { ${names.map(ref).join(", ")} }`;
const toExchange = "bindings: { amqp: { is: routingKey, exchange: { name: shop, type: direct } } }";
const back = "address: { location: $message.header#/replyTo }";
const operation = (key: string, action: string, channel: string, reply: string): string =>
  `  ${key}: { action: ${action}, channel: { $ref: '#/channels/${channel}' }${reply === "" ? "" : `, reply: ${reply}`} }\n`;

const client = `${head}channels:
  plain: { address: plain, ${all("Ask")}, ${toExchange} }
  several: { address: several, ${all("Ask", "AskElse")}, ${toExchange} }
  addressed: { address: 'to.{zone}', parameters: { zone: { enum: [eu, us] } }, ${all("Ask")}, ${toExchange} }
  inPayload: { address: back, ${all("AskBack")}, ${toExchange} }
  headed: { address: headed, ${all("AskElse")}, ${toExchange} }
  told: { address: told, ${all("Done")}, ${toExchange} }
  renamed: { address: renamed, ${all("Yes")}, ${toExchange} }
  silent: { address: silent, ${toExchange} }
  answers: { address: null, ${all("Yes")}, bindings: { amqp: { is: queue, queue: { name: 'answers.{instance}', arguments: { x-expires: 1000 } } } } }
  fixed: { ${all("Yes", "No")}, bindings: { amqp: { is: queue, queue: { name: fixed } } } }
  headedAnswers: { ${all("No")}, bindings: { amqp: { is: queue, queue: { name: headed } } } }
  nowhere: { address: answers, ${all("Yes")}, ${toExchange} }
operations:
${operation("ask", "send", "plain", `{ ${back}, channel: { $ref: '#/channels/answers' } }`)}
${operation("ask several", "send", "several", "{ channel: { $ref: '#/channels/fixed' } }")}
${operation("delete", "send", "addressed", `{ ${back}, messages: [{ $ref: '#/components/messages/Yes' }] }`)}
${operation("in-payload", "send", "inPayload", "{ address: { location: $message.payload#/back }, channel: { $ref: '#/channels/answers' } }")}
${operation("headed", "send", "headed", "{ channel: { $ref: '#/channels/headedAnswers' } }")}
${operation("tell", "send", "told", "")}
  renamed: { action: send, channel: { $ref: '#/channels/renamed' }, bindings: { amqp: { x-call: { whose: id, ok: good } } } }
${operation("silent", "send", "silent", `{ ${back}, messages: [{ $ref: '#/components/messages/Yes' }] }`)}
${operation("unheard", "send", "plain", "{ channel: { $ref: '#/channels/nowhere' } }")}
${components}`;

const server = `${head}channels:
  plain: { ${all("Ask")}, bindings: { amqp: { is: queue, queue: { name: plain } } } }
  several: { ${all("Ask", "AskElse")}, bindings: { amqp: { is: queue, queue: { name: several } } } }
  headed: { ${all("AskElse")}, bindings: { amqp: { is: queue, queue: { name: headed } } } }
  told: { ${all("Done")}, bindings: { amqp: { is: queue, queue: { name: told } } } }
  open: { ${all("Ask")}, bindings: { amqp: { is: queue, queue: { name: open } } } }
  answers: { address: null, ${all("Yes")}, ${toExchange} }
  fixed: { address: 'fixed.{at}', parameters: { at: { location: $message.payload#/at } }, ${all("Done")}, ${toExchange} }
  toQueue: { ${all("Yes", "No")}, bindings: { amqp: { is: queue, queue: { name: fixed } } } }
  toWhom: { address: 'to.{whom}', parameters: { whom: {} }, ${all("Yes")}, ${toExchange} }
operations:
${operation("plain", "receive", "plain", `{ ${back}, channel: { $ref: '#/channels/answers' } }`)}
${operation("several", "receive", "several", "{ channel: { $ref: '#/channels/toQueue' } }")}
${operation("headed", "receive", "headed", `{ ${back}, messages: [{ $ref: '#/components/messages/No' }] }`)}
${operation("told", "receive", "told", "{ channel: { $ref: '#/channels/fixed' } }")}
${operation("open", "receive", "open", "{ channel: { $ref: '#/channels/toWhom' } }")}
${components}`;

const use = `
import { type ClientRequester, client, type Plain, type Sorry } from "./shop/client/index.js";
import { type ServerHandlers, server } from "./shop/server/index.js";

export async function asks(request: ClientRequester): Promise<Plain | Sorry> {
  const signal = AbortSignal.timeout(5);
  const answer = await request.ask({ user: 1 }, { timeoutMs: 5, signal, onPublished: () => undefined });
  if (answer.good) answer.balance.trim();
  await request.ask({ user: 1, id: "7", by: "me" });
  const outcome = await request.askSeveral("Ask", { user: 1 });
  if (outcome.name === "No") outcome.headers.why.trim();
  else if (outcome.payload.good) outcome.payload.balance.trim();
  await request.askSeveral("AskElse", { question: "" });
  await request.askSeveral("AskElse", { question: "" }, { headers: { lang: "en" } });
  await request.delete({ user: 1 }, { parameters: { zone: "eu" } });
  await request.inPayload({ meta: { id: "7" } });
  (await request.headed({ question: "" })).headers.why.trim();
  // @ts-expect-error what is not filled in must be given
  await request.ask({});
  // @ts-expect-error filled in or not, it has its type
  await request.ask({ user: 1, by: "you" });
  // @ts-expect-error required parameters
  await request.delete({ user: 1 });
  // @ts-expect-error a message and its payload belong together
  await request.askSeveral("Ask", { question: "" });
  // @ts-expect-error where answers go is the runtime's to say
  await request.ask({ user: 1 }, { replyTo: "me" });
  // @ts-expect-error a narrowed answer has its own properties
  outcome.payload.balance;
  return answer;
}

export const handlers: ServerHandlers = {
  async onPlain({ payload }) {
    return payload.user > 1 ? { good: true, balance: "1.00" } : { good: false };
  },
  async onSeveral(message) {
    if (message.name === "Ask") return { name: "Yes", payload: { good: false } };
    return { name: "No", payload: { code: 1 }, headers: { why: message.payload.question } };
  },
  onHeaded: async () => ({ name: "No", payload: { code: 1 }, headers: { why: "" } }),
  onTold: async () => ({}),
  onOpen: async () => undefined,
};

export const wrong: Pick<ServerHandlers, "onPlain" | "onSeveral"> = {
  // @ts-expect-error an answer without what its message requires
  onPlain: async () => ({ good: true }),
  // @ts-expect-error an answer of no message
  onSeveral: async () => ({ name: "Perhaps", payload: {} }),
};

client.publisher(async () => {}).tell({});
client.publisher(async () => {}).renamed({ whose: "7", ok: true, balance: "1.00" });
// @ts-expect-error branches of a union keep together under other names
client.publisher(async () => {}).renamed({ whose: "7", ok: true });
// @ts-expect-error the wire's name is none in the call
client.publisher(async () => {}).renamed({ id: "7", ok: false });
client.publisher(async () => {}).unheard({ id: "7", user: 1 });
// @ts-expect-error nothing is asked there
client.requester(async () => { throw new Error(); }).unheard;
export const requested: ClientRequester = client.requester(async () => { throw new Error(); });
server.routes(handlers);
export const none: {} = server.requester(async () => { throw new Error(); }) as {};
`;

const planned = async (runtime = options.runtime): Promise<{ files: readonly FilePlan[]; problems: readonly string[] }> => {
  const { set } = await readDocuments({ "shop/client.yaml": client, "shop/server.yaml": server });
  expect(set.problems.filter(({ severity }) => severity === "error")).toEqual([]);
  const { files, problems } = await planFiles(set, { ...options, runtime });
  return { files, problems: problems.map(({ file, severity, code, message }) => `${file} ${severity} ${code}: ${message}`) };
};

describe("requests and answers of every form", () => {
  test("compile under the strictest options, and their types hold in use", async () => {
    const { files } = await planned();
    expect(await compile([...files, { path: "use.ts", text: use }])).toEqual([]);
  }, 60_000);

  test("are left out only where nobody could read the answer or nothing says where it goes, with a warning", async () => {
    expect((await planned()).problems).toEqual([
      'shop/client.yaml warning reply-not-generated: The reply of "unheard" is not generated: nobody could read its answers; give its reply channel "nowhere" is: queue. For now it is sent without waiting for an answer.',
      'shop/server.yaml warning reply-not-generated: The reply of "open" is not generated: nothing says the value of "whom" in the address of its reply channel; give the parameter a location or a default. For now its handler answers nothing.',
    ]);
  });

  test("import the runtime module that the caller names, and no other", async () => {
    const { files } = await planned("@acme/runtime");
    for (const { path, text } of files.filter((each) => each.path.endsWith("index.ts"))) {
      expect(text, path).toContain('from "@acme/runtime"');
      expect(text, path).not.toContain("#messaging");
    }
  });
});
