import { symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { formatProblem } from "../../src/contract/problems.js";
import { readContracts } from "../../src/contract/read-contracts.js";
import { checkDocuments, head, readDocuments, receiving, sending } from "../support/documents.js";

describe("files", () => {
  test("a problem is printed as file:line:column severity message", async () => {
    const { problems } = await readDocuments({ "shop/app.yaml": sending("{ type: strin }") });
    expect(problems).toEqual([
      'shop/app.yaml:7:34 error "type" must be one of array, boolean, integer, null, number, object, string, or a list of different ones, not "strin".',
    ]);
  });

  test("a YAML syntax error is one problem, at its place, not a cascade", async () => {
    const { problems } = await readDocuments({ "app.yaml": `${head}channels:\n  a: {▸ b: [1, 2 }\n  c: d\n` });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^app\.yaml:4:\d+ error This is not valid YAML: /);
  });

  test("a syntax error in a second file is reported there, and nothing else because of it", async () => {
    const { problems } = await readDocuments({ "app.yaml": sending("{ $ref: './parts.yaml#/a' }"), "parts.yaml": "a: 'open\n" });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^parts\.yaml:\d+:\d+ error This is not valid YAML: /);
  });

  test("a key that stands twice is found", async () => {
    const { problems, marked } = await readDocuments({ "app.yaml": sending("{ type: string, ▸type: integer }") });
    expect(problems).toEqual([`${marked[0]} error The key "type" stands here a second time.`]);
  });

  test("an alias of nothing and a second document in one file are found", async () => {
    const { problems, marked } = await readDocuments({
      "alias.yaml": `${head}channels: ▸*nope\n`,
      "two.yaml": `${sending("true")}▸---\na: 1\n`,
    });
    expect(problems).toEqual([
      `${marked[0]} error The alias "*nope" names nothing: there is no "&nope" before it.`,
      `${marked[1]} error A second YAML document begins here; a file can hold one only.`,
    ]);
  });

  test("aliases of aliases do not fill the memory", async () => {
    const bombs = Array.from("bcdefghi", (name, index) => `  ${name}: &${name} [${`*${"abcdefgh"[index]}, `.repeat(9)}]\n`).join("");
    const { problems } = await readDocuments({ "app.yaml": `${sending("true")}x-bomb:\n  a: &a []\n${bombs}` });
    expect(problems).toEqual(["app.yaml:1:1 error The document holds more than 1000000 values, aliases counted as what they name."]);
  });

  test("a JSON document on one line is found wherever it says that it is one", async () => {
    const { set } = await readDocuments({ "app.json": '{"info":{"title":"A","version":"1"},"asyncapi":"3.0.0"}' });
    expect(set.applications).toMatchObject([{ id: "app", title: "A" }]);
    expect(set.problems).toEqual([]);
  });

  test("files that are there and cannot be read are reported, also those referred to", async () => {
    const { folder } = await readDocuments({ "app.yaml": sending("{ $ref: './latin.yaml#/a' }"), "latin.yaml": "a: {}\n" });
    writeFileSync(join(folder, "latin.yaml"), Buffer.from("a: { description: stra\xdfe }\n", "latin1"));
    symlinkSync("nowhere.yaml", join(folder, "link.yaml"));
    const { problems } = await readContracts(folder);
    expect(problems.map(formatProblem)).toEqual([
      "latin.yaml:1:1 error This cannot be read: it is not text in UTF-8.",
      "link.yaml:1:1 error This cannot be read: it is a link to nothing.",
    ]);
  });

  test("linked folders are looked into, and a circle of them ends", async () => {
    const { folder } = await readDocuments({ "real/shop.yaml": sending("true") });
    symlinkSync("real", join(folder, "linked"));
    symlinkSync("..", join(folder, "real/up"));
    const { applications } = await readContracts(folder);
    expect(applications.map(({ id }) => id)).toEqual(["linked/shop", "real/shop"]);
  });

  test("a missing folder is one clear problem", async () => {
    const { problems } = await readContracts("no/such/folder");
    expect(problems).toMatchObject([{ code: "no-documents" }]);
  });

  test("a folder without documents is one clear problem", async () => {
    const { set } = await readDocuments({ "messages.yaml": "components: {}\n" });
    expect(set.problems).toMatchObject([{ severity: "error", code: "no-documents" }]);
  });

  test("two files that make one application are reported", async () => {
    const { set } = await readDocuments({ "app.yaml": sending("true"), "app.yml": sending("true") });
    expect(set.problems).toMatchObject([{ code: "duplicate-application", file: "app.yml" }]);
    expect(set.applications).toHaveLength(1);
  });

  test("text that is not a document, whatever it is, never makes the reader throw", async () => {
    for (const text of [
      "asyncapi: 3.0.0",
      "asyncapi: [",
      "asyncapi:",
      `asyncapi: 3.0.0\nchannels: 3\noperations: [x]`,
      `${head}channels: { a: null, b: [], c: 3 }`,
    ]) {
      const { set } = await readDocuments({ "app.yaml": text });
      expect(set.problems.length, text).toBeGreaterThan(text.startsWith(head) ? -1 : 0);
    }
  });

  test("a version that cannot be read is named", async () => {
    const { problems, marked } = await readDocuments({ "app.yaml": "asyncapi: ▸4.0.0\ninfo: {}\n", "b.yaml": "asyncapi: ▸3.0\n" });
    const supported = "is not supported; 3.0.0 is, also 3.1.0, and 2.0.0 to 2.6.0 by conversion.";
    expect(problems).toEqual([`${marked[0]} error AsyncAPI 4.0.0 ${supported}`, `${marked[1]} error "asyncapi: 3" ${supported}`]);
  });

  test("a version of the application that YAML takes for a number is found", async () => {
    const { problems, marked } = await readDocuments({ "app.yaml": "asyncapi: 3.0.0\ninfo: { title: A, version: ▸1.0 }\n" });
    expect(problems).toEqual([`${marked[0]} error "version" must be text in quotes, not 1.`]);
  });
});

describe("references", () => {
  test("a broken reference is reported where it is written", async () => {
    const components = "components: { schemas: { Order: { type: object } } }\n";
    const { problems, marked } = await readDocuments({ "app.yaml": sending("{ ▸$ref: '#/components/schemas/Ordr' }", components) });
    expect(problems).toEqual([
      `${marked[0]} error The reference "#/components/schemas/Ordr" leads nowhere: app.yaml has no "Ordr" under "/components/schemas"; did you mean "Order"?`,
    ]);
  });

  test("a broken reference inside an external file is reported in that file", async () => {
    const { problems, marked } = await readDocuments({
      "g/app.yaml": sending("{ $ref: './messages.yaml#/components/schemas/A' }"),
      "g/messages.yaml": `components:
  schemas:
    A:
      type: object
      properties:
        b: { ▸$ref: '#/components/schemas/B' }
`,
    });
    expect(problems).toEqual([
      `${marked[0]} error The reference "#/components/schemas/B" leads nowhere: g/messages.yaml has no "B" under "/components/schemas".`,
    ]);
  });

  test("a reference to a file that does not exist is reported where it is written", async () => {
    const { problems, marked } = await readDocuments({ "app.yaml": sending("{ ▸$ref: './gone.yaml#/a' }") });
    expect(problems).toEqual([`${marked[0]} error The reference "./gone.yaml#/a" leads nowhere: there is no such file.`]);
  });

  test("a reference to another machine is refused", async () => {
    const { problems, marked } = await readDocuments({ "app.yaml": sending("{ ▸$ref: 'https://example.com/a.json' }") });
    expect(problems).toEqual([
      `${marked[0]} error The reference "https://example.com/a.json" leads nowhere: only files can be referred to, not other addresses.`,
    ]);
  });

  test("an operation on a channel that does not exist names the one that is meant", async () => {
    const { problems, marked } = await readDocuments({
      "app.yaml": sending("true").replace("$ref: '#/channels/placed'", "▸$ref: '#/channels/placd'"),
    });
    expect(problems).toEqual([
      `${marked[0]} error The reference "#/channels/placd" leads nowhere: there is no channel "placd"; did you mean "placed"?`,
    ]);
  });

  test("an operation's messages must be its channel's", async () => {
    const components = "components: { messages: { Other: { payload: true } } }\n";
    const operation = "messages: [{ ▸$ref: '#/components/messages/Other' }], channel:";
    const { problems, marked } = await readDocuments({ "app.yaml": sending("true", components).replace("channel:", operation) });
    expect(problems).toEqual([
      `${marked[0]} error "#/components/messages/Other" is not a message of the operation's channel; write "#/channels/placed/messages/…".`,
    ]);
  });

  test("messages that refer to each other in a circle are reported", async () => {
    const components = "components: { messages: { A: { $ref: '#/components/messages/B' }, B: { $ref: '#/components/messages/A' } } }\n";
    const { set } = await readDocuments({
      "app.yaml": sending("true", components).replace("{ payload: true }", "{ $ref: '#/components/messages/A' }"),
    });
    expect(set.problems).toMatchObject([{ code: "circular-ref", line: 7 }]);
  });

  test("what stands beside a $ref in a schema is ignored with a warning, except a description", async () => {
    const components = "components: { schemas: { Id: { type: string } } }\n";
    const payload = "{ type: object, properties: { id: { $ref: '#/components/schemas/Id', description: Whose., ▸minLength: 3 } } }";
    const { set, problems, marked } = await readDocuments({ "app.yaml": sending(payload, components) });
    expect(problems).toEqual([`${marked[0]} warning "minLength" beside a $ref is ignored in draft-07; put both under allOf.`]);
    expect([...set.schemas.values()][0]?.node).toMatchObject({
      properties: { id: { $ref: "app.yaml#/components/schemas/Id", description: "Whose." } },
    });
  });
});

describe("order", () => {
  test("errors come before warnings and notes, root causes before what follows, then by place", async () => {
    const { set } = await readDocuments({
      "a.yaml": sending("{ type: object, requird: [], pattern: a, properties: { b: { $ref: '#/b' } } }"),
      "b.yaml": receiving({ channel: "queue: { name: work, durble: true }" }),
    });
    expect(set.problems.map(({ code }) => code)).toEqual(["broken-ref", "unknown-key", "unknown-keyword", "idle-keyword"]);
  });

  test("a misspelt key is one problem: not also a missing one, nor the parser's", async () => {
    const { problems, marked } = await checkDocuments({
      "a.yaml": receiving({ channel: "queue: { ▸nam: work }" }),
      "b.yaml": sending("true").replace("type: direct", "▸typ: direct"),
      "c.yaml": sending("true").replace("amqp:", "▸ampq:"),
      "d.yaml": sending("true").replace("address:", "▸adress:"),
    });
    expect(problems.toSorted()).toEqual([
      `${marked[0]} error There is no key "nam" in a queue; did you mean "name"?`,
      `${marked[1]} error There is no key "typ" in an exchange; did you mean "type"?`,
      `${marked[2]} error There is no binding "ampq"; did you mean "amqp"?`,
      `${marked[3]} error The key "adress" does not belong here; did you mean "address"?`,
    ]);
  });

  test("one fault in a shared file is one problem, however many documents use it", async () => {
    const payload = "{ $ref: './shared.yaml#/a' }";
    const { problems } = await readDocuments({
      "a.yaml": sending(payload),
      "b.yaml": sending(payload),
      "shared.yaml": "a: { typ: string }\n",
    });
    expect(problems).toEqual(['shared.yaml:1:6 error There is no schema keyword "typ"; did you mean "type"?']);
  });
});
