/** The contract vocabulary's tables say what the reader takes. */
import { describe, expect, test } from "vitest";
import { formats } from "../../src/codegen/validators/formats.js";
import { queueArguments } from "../../src/contract/document/amqp-arguments.js";
import {
  channelBindingShape,
  exchangeShape,
  messageBindingShape,
  publishOnlyKeys,
  receiveBindingShape,
  sendBindingShape,
} from "../../src/contract/document/amqp-shapes.js";
import type { ObjectShape, Shape } from "../../src/contract/document/shape.js";
import { head, readDocuments } from "../support/documents.js";
import { checkedNames, checkedTable, readText } from "./support/markdown.js";

const keysOf = (shape: Shape | undefined): readonly string[] =>
  typeof shape === "object" && "keys" in shape ? Object.keys(shape.keys).sort() : [];
const shapeAt = (shape: ObjectShape, key: string): Shape | undefined => shape.keys[key];
const itemOf = (shape: Shape | undefined): Shape | undefined => (typeof shape === "object" && "of" in shape ? shape.of : undefined);

describe("the contract vocabulary", () => {
  const path = "docs/reference/contract-vocabulary.md";
  const receiveOnly = keysOf(receiveBindingShape).filter((key) => !publishOnlyKeys.includes(key));

  test.each([
    ["channel-binding", keysOf(channelBindingShape)],
    ["exchange", keysOf(exchangeShape)],
    ["queue", keysOf(shapeAt(channelBindingShape, "queue"))],
    ["queue-arguments", keysOf(queueArguments)],
    ["queue-binding", keysOf(itemOf(shapeAt(channelBindingShape, "x-bindings")))],
    ["receive", receiveOnly],
    ["message", keysOf(messageBindingShape)],
  ])("lists every key of %s", (name, keys) => {
    expect(checkedNames(path, name)).toEqual(keys);
  });

  test("lists every key of send", () => {
    const listed = checkedNames(path, "send").flatMap((cell) => cell.split(", ").map((key) => key.replaceAll("`", "")));
    expect(listed.sort()).toEqual(keysOf(sendBindingShape));
  });

  test("knows which queue arguments each type of queue takes", async () => {
    const types = ["classic", "quorum", "stream"];
    const keys = keysOf(queueArguments).filter((key) => key !== "x-queue-type");
    const channels = types.flatMap((type) =>
      keys.map(
        (key) =>
          `  ${type}-${key}: { bindings: { amqp: { is: queue, queue: { name: ${type}-${key}, arguments: { x-queue-type: ${type}, ${key}: 1 } } } } }`,
      ),
    );
    const { problems } = await readDocuments({ "a.yaml": `${head}channels:\n${channels.join("\n")}\n` });
    const refused = new Set(problems.flatMap((line) => /A (\w+) queue has no "([^"]+)"/.exec(line)?.slice(1).join(" ") ?? []));
    const table = checkedTable(path, "queue-arguments").filter(([key]) => key !== "x-queue-type");
    const said = table.flatMap(([key, , ...cells]) => types.filter((_, index) => cells[index] === "no").map((type) => `${type} ${key}`));
    expect(said.sort()).toEqual([...refused].sort());
  });

  test("says the defaults that the reader fills in", async () => {
    const document = `${head}channels:
  work: { messages: { A: {} }, bindings: { amqp: { is: queue, queue: { name: work } } } }
  out: { address: out, messages: { A: {} }, bindings: { amqp: { is: routingKey, exchange: { name: x, type: topic } } } }
operations:
  take: { action: receive, channel: { $ref: '#/channels/work' } }
  give: { action: send, channel: { $ref: '#/channels/out' } }
`;
    const { set } = await readDocuments({ "a.yaml": document });
    const [take, give] = set.applications[0]?.operations ?? [];
    if (take?.action !== "receive" || give?.action !== "send") throw new Error("the operations were not read");
    const cell = (table: string, key: string): string => checkedTable(path, table).find(([name]) => name === key)?.[2] ?? "";
    expect(cell("receive", "x-prefetch")).toBe(String(take.prefetch));
    expect(cell("receive", "x-timeoutMs")).toBe(String(take.timeoutMs));
    expect(JSON.parse(cell("channel-binding", "x-retry"))).toEqual(take.channel.retryDelaysMs);
    expect(cell("channel-binding", "x-dead-letter").replace("<queue>", "work")).toBe(take.channel.deadLetterQueue);
    expect(cell("send", "mandatory")).toBe(String(give.mandatory));
    expect(cell("send", "deliveryMode")).toBe(String(give.deliveryMode));
    for (const key of ["durable", "exclusive", "autoDelete"] as const) expect(cell("queue", key)).toBe(String(take.channel.queue[key]));
    for (const key of ["durable", "autoDelete"] as const) expect(cell("exchange", key)).toBe(String(give.channel.exchange[key]));
  });

  test("lists the formats that are checked", () => {
    const line = readText(path).split("<!-- checked: formats -->\n")[1]?.split("\n", 1)[0] ?? "";
    const checked = [...formats].filter(([, format]) => format !== true).map(([name]) => name);
    expect([...line.matchAll(/`([^`]+)`/g)].map(([, name]) => name).sort()).toEqual(checked.sort());
  });
});
