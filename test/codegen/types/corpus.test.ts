import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { compile as compileOracle } from "json-schema-to-typescript";
import { beforeAll, describe, expect, test } from "vitest";
import type { Json } from "#contract";
import { renderTypes } from "../../../src/codegen/types/render-types.js";
import { type CompilerError, compileAll } from "./compile.js";
import { type CorpusCase, readCorpus } from "./corpus-cases.js";
import { randomCases } from "./random-schemas.js";
import { mutants, sampled, stumbledOn, textOf, typeTextOf, wordsOf } from "./samples.js";

/** Values per schema and kind that the compiler is asked about. */
const atMost = 30;

const cases = readCorpus();

/** One line of a generated test module, and whether the compiler must pass it. */
interface Line {
  readonly text: string;
  readonly expected: "compiles" | "fails" | "either";
}

interface Probe {
  readonly corpus: CorpusCase;
  readonly types: string;
  readonly lines: readonly Line[];
}

function linesOf(corpus: CorpusCase): readonly Line[] {
  const { rootName, validate, valid, invalid, beyond, code, wrong } = corpus;
  const { known } = wordsOf(corpus.jsonSchema);
  const near = [...new Map(valid.flatMap(mutants).map((value) => [JSON.stringify(value), value])).values()];
  const accepted = [...valid, ...spread([...sampled(corpus, 30), ...stumbledOn(corpus, 400), ...near.filter((value) => validate(value))])];
  const refused = spread(near.filter((value) => !validate(value)));
  const passes = (value: Json): Line => ({ text: `use<${rootName}>(0 as unknown as ${typeTextOf(value, known)});`, expected: "compiles" });
  const fresh = (value: Json, expected: Line["expected"]): Line => ({ text: `use<${rootName}>(${textOf(value)});`, expected });
  return [
    { text: `import type { ${rootName} } from "./types.js";`, expected: "compiles" },
    { text: "declare function use<T>(value: T): void;", expected: "compiles" },
    { text: `export const code = (value: ${rootName}): void => { void value; ${code} };`, expected: "compiles" },
    ...(wrong === "" ? [] : ([{ text: `export const wrong = (value: ${rootName}): void => { ${wrong} };`, expected: "fails" }] as const)),
    ...accepted.map(passes),
    ...beyond.map(passes),
    ...invalid.map((value) => fresh(value, "fails")),
    ...refused.map((value) => fresh(value, "either")),
  ];
}

/** Evenly chosen, so that every part of a value is among those that stay. */
function spread(values: readonly Json[]): readonly Json[] {
  const step = Math.max(1, values.length / atMost);
  return Array.from({ length: Math.min(atMost, values.length) }, (_, index) => values[Math.floor(index * step)] ?? null);
}

/** The same type from another generator, and a module that assigns each to the other. */
async function oracleFiles({ oracle, rootName, schemas, rootId }: CorpusCase): Promise<readonly (readonly [name: string, text: string])[]> {
  const node = schemas.get(rootId)?.node;
  if (!oracle || typeof node !== "object") return [];
  const options = { additionalProperties: false, bannerComment: "", format: false };
  const theirs = await compileOracle({ ...node, title: "Theirs" }, "Theirs", options);
  const check = [
    `import type { ${rootName} as Ours } from "./types.js";`,
    'import type { Theirs } from "./oracle.js";',
    "export const there = (value: Ours): Theirs => value;",
    "export const back = (value: Theirs): Ours => value;",
  ];
  return [
    ["oracle.ts", theirs],
    ["check.ts", `${check.join("\n")}\n`],
  ];
}

let probes: readonly Probe[];
let randomFiles: ReadonlyMap<string, string>;
let errors: ReadonlyMap<string, readonly CompilerError[]>;

beforeAll(async () => {
  probes = await Promise.all(
    cases.map(async (corpus) => {
      const { text, typeNameOf } = await renderTypes([{ schemaId: corpus.rootId, preferredName: corpus.rootName }], corpus.schemas);
      return { corpus, lines: linesOf({ ...corpus, rootName: typeNameOf.get(corpus.rootId) ?? "" }), types: text };
    }),
  );
  const files = new Map<string, string>();
  for (const [index, { corpus, types, lines }] of probes.entries()) {
    files.set(`case${index}/types.ts`, types);
    for (const [name, text] of await oracleFiles(corpus)) files.set(`case${index}/${name}`, text);
    files.set(`case${index}/values.ts`, `${lines.map(({ text }) => text).join("\n")}\n`);
  }
  for (const [index, corpus] of randomCases(5, 60).entries()) {
    const { text, problems } = await renderTypes([{ schemaId: corpus.rootId, preferredName: corpus.rootName }], corpus.schemas);
    if (problems.some(({ severity }) => severity === "error")) continue;
    const { known } = wordsOf(corpus.jsonSchema);
    const lines = corpus.valid.map((value) => `use<Root>(0 as unknown as ${typeTextOf(value, known)});`);
    files.set(`random${index}/types.ts`, text);
    files.set(
      `random${index}/values.ts`,
      ['import type { Root } from "./types.js";', "declare function use<T>(value: T): void;", ...lines].join("\n"),
    );
  }
  randomFiles = new Map([...files].filter(([name]) => name.startsWith("random")));
  const byFile = new Map<string, CompilerError[]>();
  for (const error of compileAll(files)) byFile.set(error.file, [...(byFile.get(error.file) ?? []), error]);
  errors = byFile;
}, 60_000);

test("there are at least sixty schemas", () => {
  expect(cases.length).toBeGreaterThanOrEqual(60);
});

describe.each(cases.map((corpus, index) => ({ title: corpus.title, index })))("$title", ({ index }) => {
  const probe = (): Probe => probes[index] as Probe;
  const failed = (): ReadonlyMap<number, string> =>
    new Map((errors.get(`case${index}/values.ts`) ?? []).map(({ line, text }) => [line, text]));

  test("the validator and the corpus agree", () => {
    const { corpus } = probe();
    expect(corpus.valid.filter((value) => !corpus.validate(value))).toEqual([]);
    expect([...corpus.invalid, ...corpus.beyond].filter((value) => corpus.validate(value))).toEqual([]);
  });

  test("the generated types compile", () => {
    expect(errors.get(`case${index}/types.ts`) ?? [], probe().types).toEqual([]);
  });

  test("every value that validates type-checks", () => {
    const wrongly = probe().lines.flatMap(({ text, expected }, line) => {
      const error = failed().get(line);
      return expected === "compiles" && error !== undefined ? [`${text}\n  ${error}`] : [];
    });
    expect(wrongly.slice(0, 3), probe().types).toEqual([]);
  });

  test("what the type can exclude does not type-check", () => {
    const wrongly = probe().lines.filter(({ expected }, line) => expected === "fails" && !failed().has(line));
    expect(
      wrongly.map(({ text }) => text),
      probe().types,
    ).toEqual([]);
  });
});

describe("another generator makes the same type", () => {
  const comparable = cases.flatMap((corpus, index) => (corpus.oracle ? [{ title: corpus.title, index }] : []));

  test.each(comparable)("$title", ({ index }) => {
    const found = [...(errors.get(`case${index}/oracle.ts`) ?? []), ...(errors.get(`case${index}/check.ts`) ?? [])];
    expect(found, probes[index]?.types).toEqual([]);
  });
});

test("types of schemas drawn at random compile and let in every value that validates", () => {
  const wrongly = [...errors].filter(([file]) => file.startsWith("random")).flatMap(([, found]) => found);
  expect(wrongly.slice(0, 3), randomFiles.get(`${wrongly[0]?.file.split("/")[0]}/types.ts`)).toEqual([]);
  expect([...randomFiles.values()].join("\n").match(/^use</gm)?.length).toBeGreaterThan(200);
});

test("generated types are formatted as the project's formatter would", () => {
  const source = probes.map(({ types }) => types).join("\n");
  const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");
  const formatted = execFileSync(process.execPath, [biome, "format", "--stdin-file-path=generated/corpus/messages.ts"], {
    input: source,
    encoding: "utf8",
  });
  expect(source).toBe(formatted);
});

test("of the values one step away from a valid one that the validator refuses, the compiler refuses nearly all", () => {
  const counts = probes.map(({ lines }, index) => {
    const failing = new Set((errors.get(`case${index}/values.ts`) ?? []).map(({ line }) => line));
    const either = lines.flatMap(({ expected }, line) => (expected === "either" ? [failing.has(line)] : []));
    return { all: either.length, refused: either.filter(Boolean).length };
  });
  const all = counts.reduce((sum, count) => sum + count.all, 0);
  const refused = counts.reduce((sum, count) => sum + count.refused, 0);
  expect(all).toBeGreaterThan(1000);
  expect(refused / all).toBeGreaterThan(0.9);
});
