/** `warren contracts --against`: what it prints and writes, which breakages it accepts, and the exit code with which it answers. */
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseAcceptances } from "../../src/cli/contracts/accepted-file.js";
import { runAgainst } from "../../src/cli/contracts/against.js";
import { desk, till } from "../compatibility/routes/shop.js";
import { readDocuments } from "../support/documents.js";
import { temporaryFolder } from "../support/folder.js";
import { type GitRepository, gitRepository } from "../support/git-repository.js";
import { type Answer, warren } from "./warren.js";

const object = (properties: string, required = "") => `{ payload: { type: object, properties: ${properties}, required: [${required}] } }`;
const one = object("{ id: { type: string } }", "id");
const two = object("{ id: { type: string }, who: { type: string } }", "id, who");
const documents = (sent: string, taken: string, options: Parameters<typeof desk>[1] = {}) => ({
  "asyncapi/shop/till.yaml": till(sent),
  "asyncapi/shop/desk.yaml": desk(taken, options),
});

/** `v1`: both sides know one property; `v2`: the desk asks for two, and the till sends them. The folder is at `v2`. */
let repository: GitRepository;
const base = mkdtempSync(join(realpathSync(tmpdir()), "warren-"));
beforeAll(() => {
  repository = gitRepository(base);
  repository.commit({ ...documents(one, one), "one.yaml": "", ".gitignore": ".warren" });
  repository.git("tag", "v1");
  repository.commit(documents(two, two, { queue: "{ name: sales, arguments: { x-max-length: 10 } }" }));
  repository.git("tag", "v2");
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const contracts = (...args: readonly string[]): Promise<Answer> => warren(base, ["contracts", ...args]);
const pair = "shop/till.sell → shop/desk.count: Sold";

describe("the command", () => {
  test("tells each consumer what breaks, with witness, places of both sides and the order to deploy, and answers 1", async () => {
    const { code, out, err } = await contracts("--against", "v1");
    expect([code, err]).toEqual([1, ""]);
    for (const line of [
      "shop/desk.count: breaking",
      "  Sold from shop/till.sell, changed",
      "    old producer → new consumer  breaking",
      `      id        old-to-new ${pair}`,
      "      payload   The consumer refuses the payload (required).",
      "      producer  v1:asyncapi/shop/till.yaml:7:15",
      "      consumer  asyncapi/shop/desk.yaml:6:101",
      "    new producer → old consumer  safe",
      "    new producer → new consumer  safe",
      "    Deploy the producer first, let everything sent before be taken, dead letters included, then the consumer.",
      "  id        recreate queue sales",
    ])
      expect(out.split("\n")).toContain(line);
    expect(out).toMatch(/^ {6}witness {3}\{"id":"[^"]*"\}$/m);
    expect(out).toMatch(/x-max-length was not set and is 10\.$/m);
    expect(out).toMatch(/^v1 \([0-9a-f]{7}\) → the working tree: 2 breaking, 0 unknown, 0 accepted; 2 safe; 1 migration$/m);
  }, 60_000);

  test("compares two revisions, and answers 0 where nothing changed", async () => {
    const back = await contracts("--against", "v2..v1");
    expect(back.out).toContain("      consumer  v2:asyncapi/shop/desk.yaml:6:101");
    expect(back.code).toBe(1);
    const same = await contracts("--against", "v2..HEAD");
    expect([same.code, same.err]).toEqual([0, ""]);
    expect(same.out).toContain("Not touched: 1 of 1 pairs of producer and consumer.");
    expect(same.out).toMatch(/: 0 breaking, 0 unknown, 0 accepted; 3 safe; 0 migrations$/m);
  }, 60_000);

  test("writes every report that is asked for", async () => {
    const files = ["--json", "r.json", "--junit", "r.xml", "--sarif", "r.sarif", "--markdown", "r.md"];
    await contracts("--against", "v1", ...files);
    const read = (name: string): string => readFileSync(join(base, name), "utf8");
    expect(JSON.parse(read("r.json"))).toMatchObject({
      version: 1,
      standing: "breaking",
      policy: null,
      summary: { breaking: 2, safe: 2, migrations: 1 },
      consumers: [
        {
          consumer: "shop/desk.count",
          outcome: "breaking",
          pairs: [{ id: pair, change: "changed", ways: [{ outcome: "breaking" }, {}, {}] }],
        },
      ],
      migrations: [{ id: "recreate queue sales", kind: "recreate", newAt: { file: "asyncapi/shop/desk.yaml" } }],
    });
    expect(read("r.xml")).toContain('<testsuite name="contract changes" tests="4" failures="2" errors="0" skipped="0">');
    expect(read("r.xml")).toContain(`<testcase classname="shop/desk.count" name="new-to-old ${pair}"/>`);
    const sarif = JSON.parse(read("r.sarif")) as { runs: [{ results: { ruleId: string; level: string; locations: unknown[] }[] }] };
    expect(sarif.runs[0].results.map(({ ruleId, level }) => `${ruleId} ${level}`)).toEqual([
      "change-payload error",
      "migration-recreate error",
    ]);
    expect(JSON.stringify(sarif.runs[0].results[0]?.locations)).toContain('"uri":"asyncapi/shop/desk.yaml"');
    expect(read("r.md")).toContain("| `Sold` | `shop/till.sell` | ❌ breaking | ✅ safe | ✅ safe |");
    expect(read("r.md")).toContain("## To do on the broker");
  }, 60_000);

  test("answers 3 to what makes no sense, on standard error", async () => {
    const answer = await contracts("--accepted", "one.yaml");
    expect(answer).toEqual({ code: 3, out: "", err: "--accepted is of use with --against only.\n" });
  }, 60_000);

  test.each([
    ["a revision that does not exist", { against: "v3" }, 'The repository has no revision "v3".'],
    ["an option in the place of a revision", { against: "--output=stolen" }, 'The repository has no revision "--output=stolen".'],
    ["three dots", { against: "v1...v2" }, "Three dots are not understood."],
    ["half a range", { against: "v1.." }, '"v1.." is no revision, nor two as in main..HEAD.'],
    ["an unknown policy", { against: "v1", policy: "hope" }, 'There is no policy "hope". There is: declared-properties-only.'],
    ["a file of acceptances that is not there", { against: "v1", accepted: "gone.yaml" }, "gone.yaml cannot be read"],
    ["a folder in no repository", { against: "v1", asyncapi: tmpdir() }, `${tmpdir()} is in no git repository.`],
    [
      "two reports on standard output",
      { against: "v1", json: true, sarif: "-" } as const,
      "--json and --sarif cannot both go to standard output",
    ],
  ])("refuses %s", async (_, options, words) => {
    await expect(runAgainst({ asyncapi: join(base, "asyncapi"), ...options })).rejects.toThrow(words);
  });
});

test("a change that is not decided answers 2", async () => {
  const folder = temporaryFolder();
  const other = gitRepository(folder);
  const pattern = (text: string): string => object(`{ id: { type: string, pattern: '${text}' } }`);
  other.commit(documents(pattern("^a+$"), pattern("^a+$")));
  other.write(documents(pattern("^a+$"), pattern("^(a+)\\1?$")));
  const { code, out } = await warren(folder, ["contracts", "--against", "HEAD"]);
  expect(out).toMatch(/old producer → new consumer {2}unknown$/m);
  expect(code).toBe(2);
}, 60_000);

test("by the policy a consumer may declare an optional property, and no report calls that proved", async () => {
  const folder = temporaryFolder();
  const other = gitRepository(folder);
  other.commit(documents(object("{ id: { type: string } }"), object("{ id: { type: string } }")));
  other.write(documents(object("{ id: { type: string } }"), object("{ id: { type: string }, note: { type: string } }")));
  expect((await warren(folder, ["contracts", "--against", "HEAD"])).code).toBe(1);
  const { code, out } = await warren(folder, ["contracts", "--against", "HEAD", "--policy", "declared-properties-only"]);
  expect(code).toBe(0);
  expect(out).toMatch(/old producer → new consumer {2}safe by policy declared-properties-only$/m);
  expect(out).not.toContain("proved");
}, 60_000);

test("without a revision the policy tells apart what it makes safe, in every report", async () => {
  const optional = "{ id: { type: string }, note: { type: string } }";
  const { folder } = await readDocuments(documents(object("{ id: { type: string } }"), object(optional)));
  const targets = ["--json", "r.json", "--junit", "r.xml", "--sarif", "r.sarif", "--markdown", "r.md"];
  const { code, out } = await warren(folder, ["contracts", "--policy", "declared-properties-only", ...targets]);
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  expect(code).toBe(0);
  expect(out).toContain(`safe by policy declared-properties-only, not proved: ${pair}\n`);
  expect(out).toContain("0 proved, 0 broken, 0 unknown, 1 safe by policy;");
  expect(JSON.parse(read("r.json"))).toMatchObject({
    summary: { proved: 0, broken: 0, safeByPolicy: 1 },
    proofs: [{ standing: "broken", policy: "declared-properties-only" }],
  });
  expect(read("r.xml")).toContain("<system-out>Safe by policy declared-properties-only; not proved.</system-out>");
  expect(JSON.parse(read("r.sarif"))).toMatchObject({ runs: [{ results: [{ level: "note" }] }] });
  expect(read("r.md")).toContain("☑️ safe by policy declared-properties-only, not proved");
}, 60_000);

describe("a file of accepted breakages", () => {
  const entry = (breakage: string, expires = "2999-12-31", reason = "The desk is idle at night.") =>
    `  - breakage: '${breakage}'\n    reason: ${reason}\n    expires: ${expires}\n`;
  const accepting = async (...entries: readonly string[]): Promise<Answer> => {
    repository.write({ "accepted.yaml": `accepted:\n${entries.join("")}` });
    return contracts("--against", "v1", "--accepted", "accepted.yaml");
  };

  test("takes what it names from what breaks, and shows it with the reason", async () => {
    const { code, out } = await accepting(entry(`old-to-new ${pair}`), entry("recreate queue *"));
    expect(code).toBe(0);
    expect(out).toMatch(
      /old producer → new consumer {2}accepted\n {6}accepted until 2999-12-31: The desk is idle at night\. \(accepted\.yaml:2:5\)$/m,
    );
    expect(out).toMatch(/: 0 breaking, 0 unknown, 2 accepted; 2 safe; 1 migration$/m);
  }, 60_000);

  test("counts no more when it has expired, and says so at its place; what accepts nothing is told too", async () => {
    const { code, out } = await accepting(
      entry(`old-to-new ${pair}`, "2001-01-01"),
      entry("recreate queue *"),
      entry("recreate queue sold"),
    );
    expect(code).toBe(1);
    expect(out).toContain(`accepted.yaml:2:5 error The acceptance of "old-to-new ${pair}" expired on 2001-01-01 and counts no more.`);
    expect(out).toContain('accepted.yaml:8:5 warning Nothing breaks that "recreate queue sold" could accept: remove it.');
  }, 60_000);

  test("is looked for in contracts/accepted.yaml", async () => {
    repository.write({ "contracts/accepted.yaml": `accepted:\n${entry("*")}` });
    expect((await contracts("--against", "v1")).code).toBe(0);
    repository.write({ "contracts/accepted.yaml": "acepted: []" });
    const { code, err } = await contracts("--against", "v1");
    expect(code).toBe(3);
    expect(err).toContain('contracts/accepted.yaml:1:1 error "acepted" is unknown here; did you mean "accepted"?');
    rmSync(join(base, "contracts"), { recursive: true });
  }, 60_000);

  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    ["nothing", "", []],
    ["an empty list", "accepted:\n", []],
    ["text", "hello", ['1:1 The file must hold "accepted" and under it a list of {breakage, reason, expires}.']],
    ["no YAML", "accepted: [", ["1:12 This is not valid YAML"]],
    ["a list at its root", "- breakage: x", ["1:1 The file must hold"]],
    ["a map for the list", "accepted: { breakage: x }", ["1:11 The file must hold"]],
    ["an entry that is text", "accepted:\n  - all of it", ["2:5 An entry must hold breakage, reason and expires."]],
    [
      "a misspelt key",
      "accepted:\n  - breakage: x\n    reson: y\n    expires: 2026-01-01",
      ['3:5 "reson" is unknown here; did you mean "reason"?', '2:5 "reason" is missing'],
    ],
    ["no reason", "accepted:\n  - { breakage: x, expires: 2026-01-01 }", ['2:5 "reason" is missing']],
    [
      "an empty reason",
      "accepted:\n  - { breakage: x, reason: ' ', expires: 2026-01-01 }",
      ['2:28 "reason" must be a text that is not empty.'],
    ],
    [
      "a day that no calendar has",
      "accepted:\n  - { breakage: x, reason: y, expires: 2026-02-30 }",
      ['2:40 "expires" must be a day such as 2026-12-31, not "2026-02-30".'],
    ],
    ["a date in words", "accepted:\n  - { breakage: x, reason: y, expires: soon }", ['2:40 "expires" must be a day']],
    ["a number for the breakage", "accepted:\n  - { breakage: 1, reason: y, expires: 2026-01-01 }", ['2:17 "breakage" must be a text']],
  ];
  test.each(rows)("with %s has each fault at its place", (_, text, faults) => {
    const { problems } = parseAcceptances(text, "a.yaml");
    expect(problems).toHaveLength(faults.length);
    faults.forEach((fault, at) => {
      const { line, column, message, severity } = problems[at] ?? {};
      expect(`${line}:${column} ${message}`).toContain(fault);
      expect(severity).toBe("error");
    });
  });
});
