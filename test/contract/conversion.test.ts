import { describe, expect, test } from "vitest";
import { checkDocuments, readDocuments } from "../support/documents.js";

const old = (payload = "{ type: object, properties: { id: { type: string } } }", key = "is"): string => `asyncapi: ▸2.6.0
info: { title: Old, version: 1.0.0 }
channels:
  user/signedup:
    bindings:
      amqp:
        ${key}: queue
        queue: { name: signups }
    publish:
      operationId: onSignup
      bindings: { amqp: { x-prefetch: 7 } }
      message:
        name: SignedUp
        payload: ${payload}
`;

describe("an AsyncAPI 2.x document", () => {
  test("is converted, with a note", async () => {
    const { problems, marked, set } = await checkDocuments({ "app.yaml": old() });
    expect(problems).toEqual([
      `${marked[0]} note This AsyncAPI 2.6.0 document is read as 3.0.0, converted: "publish" became receive, "subscribe" became send.`,
    ]);
    expect(set.applications[0]?.operations).toMatchObject([
      { action: "receive", key: "onSignup", prefetch: 7, channel: { queue: { name: "signups" } }, messages: [{ name: "SignedUp" }] },
    ]);
  });

  test("keeps the names of its messages, which go over the wire", async () => {
    const messages =
      "oneOf: [{ name: A, payload: true }, { $ref: '#/components/messages/B' }, { payload: true }, { name: A, payload: true }]";
    const document = `${old().replace(/name: SignedUp\n.*\n$/, `${messages}\n`)}components: { messages: { B: { payload: true } } }\n`;
    const { set, problems } = await checkDocuments({ "app.yaml": document });
    expect(problems).toHaveLength(1);
    const keys = set.applications[0]?.operations[0]?.messages.map(({ key }) => key);
    expect(keys).toEqual(["A", "B", "onSignup.message.2", "onSignup.message.3"]);
  });

  test("has its problems at their places in the source", async () => {
    const { problems, marked } = await readDocuments({ "app.yaml": old("{ ▸typ: object }", "▸iss") });
    expect(problems).toContain(`${marked[1]} error There is no key "iss" in an AMQP channel binding; did you mean "is"?`);
    expect(problems).toContain(`${marked[2]} error There is no schema keyword "typ"; did you mean "type"?`);
  });

  test("may refer to shared files", async () => {
    const { set, problems } = await readDocuments({ "app.yaml": old("{ $ref: './id.yaml#/Id' }"), "id.yaml": "Id: { type: string }\n" });
    expect(problems).toHaveLength(1);
    expect([...set.schemas.keys()]).toEqual(["id.yaml#/Id"]);
  });
});
