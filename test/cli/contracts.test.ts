/** `warren contracts`: what it prints and writes, and the exit code with which it answers. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import picocolors from "picocolors";
import { describe, expect, test } from "vitest";
import { proveContracts } from "#compatibility";
import { jsonOf } from "../../src/cli/contracts/json.js";
import { junitOf } from "../../src/cli/contracts/junit.js";
import { markdownOf } from "../../src/cli/contracts/markdown.js";
import { exitCodeOf, type Report, reportOf } from "../../src/cli/contracts/report.js";
import { sarifOf } from "../../src/cli/contracts/sarif.js";
import { textOf } from "../../src/cli/contracts/text.js";
import { desk, shop, till } from "../compatibility/routes/shop.js";
import { type Documents, readDocuments } from "../support/documents.js";
import { repository, warren } from "./warren.js";

const price = (more: string): string => `{ payload: { type: object, properties: { price: { type: string${more} } } } }`;
const good = shop(till(price(", maxLength: 4")), desk(price("")));
const bad = shop(till(price("")), desk(price(", maxLength: 4")));
const odd = shop(till(price(", pattern: '^a+$'")), desk(price(", pattern: '^(a+)\\1?$'")));

/** The report of documents, its places below their folder; the AsyncAPI parser, which takes its time, is not asked. */
const reportFor = async (documents: Documents): Promise<Report> => {
  const { set, folder } = await readDocuments(documents);
  const report = await reportOf(folder, set, proveContracts(set));
  return JSON.parse(JSON.stringify(report).replaceAll(`${folder}/`, "asyncapi/")) as Report;
};
const textFor = async (documents: Documents): Promise<string> => textOf(await reportFor(documents), picocolors.createColors(false));
const conflicting = { "shop/other.yaml": desk(price(""), { queue: "{ name: sales, durable: false }" }) };

describe("the command", () => {
  test("prints the matrix, writes every report that is asked for, and says by its exit code that something is broken", async () => {
    const { folder } = await readDocuments(Object.fromEntries(Object.entries(bad).map(([path, text]) => [`asyncapi/${path}`, text])));
    const files = ["--json", "r.json", "--junit", "r.xml", "--sarif", "r.sarif", "--markdown", "r.md"];
    const { code, out, err } = await warren(folder, ["contracts", ...files]);
    const report = await reportFor(bad);
    expect([code, err, out]).toEqual([1, "", textOf(report, picocolors.createColors(false))]);
    const written = ["r.json", "r.xml", "r.sarif", "r.md"].map((file) => readFileSync(join(folder, file), "utf8"));
    expect(written).toEqual([jsonOf, junitOf, sarifOf, markdownOf].map((format) => format(report)));
  });

  test("proves this repository's documents, and finds nothing about them", async () => {
    const { code, out, err } = await warren(repository, ["contracts", "--json"]);
    const { summary, proofs, findings } = JSON.parse(out) as Report;
    expect(proofs.filter(({ standing }) => standing !== "proved")).toEqual([]);
    expect(findings).toEqual([]);
    expect(summary).toEqual({ proved: proofs.length, broken: 0, unknown: 0, errors: 0, warnings: 0, notes: 0 });
    expect(proofs.length).toBeGreaterThanOrEqual(17);
    expect([code, err]).toEqual([0, `${proofs.length} proved, 0 broken, 0 unknown; 0 errors, 0 warnings, 0 notes\n`]);
  });

  test.each([
    ["documents with an error", ["--asyncapi", "wrong"], /wrong\/a\.yaml:\d+:\d+ error/],
    ["a folder that is not there", ["--asyncapi", "gone"], /There is no folder gone\./],
    ["an unknown option", ["--jsonn"], /unknown option '--jsonn'/],
    ["two reports on standard output", ["--json", "--sarif", "-"], /--json and --sarif cannot both go to standard output/],
    ["a file that cannot be written", ["--asyncapi", "fine", "--json", "no/such/folder.json"], /no\/such\/folder\.json cannot be written/],
  ])("answers 3 to %s", async (_, args, words) => {
    const { folder } = await readDocuments({ "wrong/a.yaml": till("{ payload: { type: strin } }"), "fine/a.yaml": till("{}") });
    const { code, out, err } = await warren(folder, ["contracts", ...args]);
    expect([code, out]).toEqual([3, ""]);
    expect(err).toMatch(words);
  });

  test.each([
    ["what is proved", 0, good],
    ["what is broken", 1, bad],
    ["an error of the documents as a whole", 1, { ...good, ...conflicting }],
    ["what is not decided", 2, odd],
    ["an error beside what is not decided", 1, { ...odd, ...conflicting }],
  ] as const)("answers to %s with %i", async (_, code, documents) => {
    expect(exitCodeOf((await reportFor(documents)).summary)).toBe(code);
  });
});

describe("the matrix", () => {
  test("has a line for each message from a producer to a consumer, and counts them", async () => {
    const text = await textFor(good);
    expect(text).toContain("proved  shop/till.sell  Sold     shop/desk.count  sales; retried\n");
    expect(text).toMatch(/^1 proved, 0 broken, 0 unknown; 0 errors, 0 warnings, 0 notes$/m);
  });

  test("is followed by each break with its way, places and witness", async () => {
    expect(await textFor(bad)).toContain(
      [
        "broken: shop/till.sell → shop/desk.count: Sold",
        '  way       exchange "shop", routing key "sold" → queue "sales" (and 3 other ways)',
        "  payload   The consumer refuses the payload at /price (maxLength).",
        "  producer  asyncapi/shop/till.yaml:7:15",
        "  consumer  asyncapi/shop/desk.yaml:6:77",
        '  witness   {"price":"aaaaa"}',
      ].join("\n"),
    );
  });

  test("is followed by what is found about the documents", async () => {
    const found = /^asyncapi\/shop\/desk\.yaml:10:9 error The queue "sales" is declared differently .* \[conflicting-queue\]$/m;
    expect(await textFor({ ...good, ...conflicting })).toMatch(found);
  });

  test("says so where there is nothing to prove", async () => {
    expect(await textFor({ "shop/till.yaml": till("{}") })).toContain("No message of any document comes to a consumer.");
  });
});

describe("the reports", () => {
  test("in JSON are the counts, the proofs and the findings", async () => {
    expect(JSON.parse(jsonOf(await reportFor(bad)))).toMatchObject({
      version: 1,
      summary: { proved: 0, broken: 1, unknown: 0, errors: 0, warnings: 0, notes: 0 },
      proofs: [{ standing: "broken", faults: [{ part: "payload", consumerAt: { file: "asyncapi/shop/desk.yaml", line: 6, column: 77 } }] }],
      findings: [],
    });
  });

  test("in JUnit count what is broken as a failure and what is not decided as an error", async () => {
    const renamed = (text: string): string => text.replaceAll("name: shop", "name: odd").replaceAll("name: sales", "name: odds");
    const both = {
      ...bad,
      ...Object.fromEntries(Object.entries(odd).map(([path, text]) => [path.replace("shop/", "odd/"), renamed(text)])),
    };
    const text = junitOf(await reportFor({ ...both, ...conflicting }));
    expect(elementsOf(text)).toEqual([
      "testsuites",
      "testsuite",
      "testcase",
      "error",
      "testcase",
      "failure",
      "testcase",
      "testcase",
      "failure",
      "testcase",
      "failure",
    ]);
    expect(text).toContain('<testsuite name="contracts" tests="5" failures="3" errors="1">');
    expect(text).toContain("witness: {&quot;price&quot;:&quot;aaaaa&quot;}");
  });

  test("in SARIF keep to its rules and name both places", async () => {
    const report = JSON.parse(sarifOf(await reportFor({ ...bad, ...conflicting }))) as Sarif;
    const validate = new Ajv({ strict: false }).compile(sarifRules);
    expect([validate(report), validate.errors]).toEqual([true, null]);
    const { results, tool } = report.runs[0];
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    const payload = results.find(({ ruleId }) => ruleId === "payload");
    expect(payload?.locations[0]?.physicalLocation.artifactLocation.uri).toBe("asyncapi/shop/desk.yaml");
    expect(payload?.relatedLocations[0]?.physicalLocation.artifactLocation.uri).toBe("asyncapi/shop/till.yaml");
    expect(results.map(({ ruleId }) => ruleId)).toContain("conflicting-queue");
  });

  test("in Markdown are a table and a section for each break", async () => {
    const text = markdownOf(await reportFor(bad));
    expect(text).toContain("| ❌ broken | `shop/till.sell` | `Sold` | `shop/desk.count` | sales; retried |\n");
    expect(text).toContain('- consumer: `asyncapi/shop/desk.yaml:6:77`\n\n```json\n{\n  "price": "aaaaa"\n}\n```\n');
  });

  test("show hostile names as they are", async () => {
    const hostile = shop(till(price("")).replace("Sold:", `${JSON.stringify("</failure>|`*<b>&\u0001")}:`), desk("{}", { key: "Other" }));
    const report = await reportFor(hostile);
    expect(elementsOf(junitOf(report))).toEqual(["testsuites", "testsuite", "testcase", "failure"]);
    expect(markdownOf(report)).toContain("``</failure>\\|`*<b>&");
    expect(textOf(report, picocolors.createColors(false))).toContain("</failure>|`*<b>&");
  });
});

/** Names of the elements in the order in which they open; throws where the text is not well-formed. */
function elementsOf(xml: string): string[] {
  const open: string[] = [];
  const seen: string[] = [];
  const text = xml
    .replace(/^<\?xml[^?]*\?>\s*/, "")
    .replaceAll(/<(\/?)([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>/g, (_, end: string, name: string, _attributes, empty: string) => {
      if (end === "/") expect(open.pop()).toBe(name);
      else {
        seen.push(name);
        if (empty === "") open.push(name);
      }
      return "";
    });
  expect([open, /[<>]|&(?!(?:amp|lt|gt|quot|apos);)/.exec(text)]).toEqual([[], null]);
  return seen;
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } }[];
  readonly relatedLocations: SarifResult["locations"];
}
interface Sarif {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly SarifResult[];
    },
  ];
}

const message = { type: "object", required: ["text"], additionalProperties: false, properties: { text: { type: "string", minLength: 1 } } };
const location = {
  type: "object",
  required: ["physicalLocation"],
  additionalProperties: false,
  properties: {
    id: { type: "integer", minimum: 0 },
    message,
    physicalLocation: {
      type: "object",
      required: ["artifactLocation"],
      additionalProperties: false,
      properties: {
        artifactLocation: {
          type: "object",
          required: ["uri"],
          additionalProperties: false,
          properties: { uri: { type: "string", pattern: "^[A-Za-z0-9._~%/!'()*-]+$" } },
        },
        region: {
          type: "object",
          additionalProperties: false,
          properties: { startLine: { type: "integer", minimum: 1 }, startColumn: { type: "integer", minimum: 1 } },
        },
      },
    },
  },
};
/** What the schema of SARIF 2.1.0 says of the parts that are used; it closes every object as these do. */
const sarifRules = {
  type: "object",
  required: ["version", "runs"],
  additionalProperties: false,
  properties: {
    $schema: { type: "string" },
    version: { const: "2.1.0" },
    runs: {
      type: "array",
      items: {
        type: "object",
        required: ["tool"],
        additionalProperties: false,
        properties: {
          columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
          tool: {
            type: "object",
            required: ["driver"],
            additionalProperties: false,
            properties: {
              driver: {
                type: "object",
                required: ["name"],
                additionalProperties: false,
                properties: {
                  name: { type: "string" },
                  rules: {
                    type: "array",
                    uniqueItems: true,
                    items: {
                      type: "object",
                      required: ["id"],
                      additionalProperties: false,
                      properties: { id: { type: "string" }, shortDescription: message },
                    },
                  },
                },
              },
            },
          },
          results: {
            type: "array",
            items: {
              type: "object",
              required: ["message"],
              additionalProperties: false,
              properties: {
                ruleId: { type: "string" },
                ruleIndex: { type: "integer", minimum: 0 },
                level: { enum: ["none", "note", "warning", "error"] },
                message,
                locations: { type: "array", items: location },
                relatedLocations: { type: "array", uniqueItems: true, items: location },
                partialFingerprints: { type: "object", additionalProperties: { type: "string" } },
                properties: { type: "object" },
              },
            },
          },
        },
      },
    },
  },
};
