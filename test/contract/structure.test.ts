import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readContracts } from "../../src/contract/read-contracts.js";
import { checkDocuments, sending } from "../support/documents.js";
import { temporaryFolder } from "../support/folder.js";

const withBogus = sending("true").replace("    address: placed\n", "    address: placed\n    ▸bogus: 1\n");

describe("what the AsyncAPI parser says", () => {
  test("is reported at the place in the source", async () => {
    const { problems, marked } = await checkDocuments({ "shop/app.yaml": withBogus });
    expect(problems).toEqual([`${marked[0]} error The key "bogus" does not belong here.`]);
  });

  test("is reported in the external file where that stands", async () => {
    const { problems, marked } = await checkDocuments({
      "app.yaml": sending("true").replace("{ payload: true }", "{ $ref: './messages.yaml#/Placed' }"),
      "messages.yaml": "Placed:\n  payload: { type: string }\n  ▸contentTyp: text/plain\n",
    });
    expect(problems).toEqual([`${marked[0]} error The key "contentTyp" does not belong here; did you mean "contentType"?`]);
  });

  test("goes to the right one of several documents", async () => {
    const { problems, marked } = await checkDocuments({ "a.yaml": sending("true"), "b.yaml": withBogus, "c.yaml": sending("true") });
    expect(marked[0]).toMatch(/^b\.yaml/);
    expect(problems).toEqual([`${marked[0]} error The key "bogus" does not belong here.`]);
  });

  test("says nothing more of what was found broken before", async () => {
    const { set } = await checkDocuments({ "app.yaml": sending("true").replace("#/channels/placed", "#/channels/gone") });
    expect(set.problems.map(({ code }) => code)).toEqual(["broken-ref"]);
  });

  test("AsyncAPI 3.1.0 is accepted", async () => {
    const { problems } = await checkDocuments({ "app.yaml": sending("true").replace("asyncapi: 3.0.0", "asyncapi: 3.1.0") });
    expect(problems).toEqual([]);
  });
});

describe("verdicts kept between runs", () => {
  const verdicts = (cacheFolder: string): string[] =>
    readdirSync(join(cacheFolder, "structure")).map((name) => join(cacheFolder, "structure", name));

  test("are found again for a document that is the same", async () => {
    const cacheFolder = temporaryFolder();
    const { folder } = await checkDocuments({ "app.yaml": sending("true") }, { cacheFolder });
    const [file = ""] = verdicts(cacheFolder);
    writeFileSync(file, JSON.stringify([{ path: ["channels", "placed"], message: "from the cache" }]));
    const { problems } = await readContracts(folder, { cacheFolder });
    expect(problems).toMatchObject([{ message: "From the cache.", line: 4, column: 3 }]);
  });

  test("are the same when only a schema changed", async () => {
    const cacheFolder = temporaryFolder();
    await checkDocuments({ "app.yaml": sending("{ type: string }") }, { cacheFolder });
    await checkDocuments({ "app.yaml": sending("{ type: object, properties: { a: true } }") }, { cacheFolder });
    expect(verdicts(cacheFolder)).toHaveLength(1);
  });

  test.each(["", "{", "[{}]", "null", '[{"path":[1],"message":2}]'])("are asked for anew where the file is damaged: %j", async (damage) => {
    const cacheFolder = temporaryFolder();
    const { folder, set } = await checkDocuments({ "app.yaml": withBogus }, { cacheFolder });
    for (const file of verdicts(cacheFolder)) writeFileSync(file, damage);
    expect((await readContracts(folder, { cacheFolder })).problems).toEqual(set.problems);
  });

  test("a cache folder that cannot be written to does no harm", async () => {
    const file = join(temporaryFolder(), "file");
    writeFileSync(file, "");
    const { problems } = await checkDocuments({ "app.yaml": sending("true") }, { cacheFolder: file });
    expect(problems).toEqual([]);
    expect(existsSync(file)).toBe(true);
  });
});
