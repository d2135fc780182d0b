import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { layoutFaults } from "./support/architecture/layout.js";
import { cycles, environmentFaults, importFaults, namingFaults } from "./support/architecture/rules.js";

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join(entry.parentPath, entry.name));

const repository = new Map(
  ["src", "generated"]
    .flatMap(filesBelow)
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => [path, readFileSync(path, "utf8")] as const),
);

describe("this repository", () => {
  test("keeps to the import table", () => expect(importFaults(repository)).toEqual([]));
  test("has no circle of imports", () => expect(cycles(repository)).toEqual([]));
  test("reads the environment at the edge only", () => expect(environmentFaults(repository)).toEqual([]));
  test("names files and exports", () => expect(namingFaults(repository)).toEqual([]));
  test("has each contract's document, generated code, service and test under one path", () =>
    expect(layoutFaults(["asyncapi", "openapi", "generated", "src", "test"].flatMap(filesBelow))).toEqual([]));
});

const sources = (files: Record<string, string>): ReadonlyMap<string, string> => new Map(Object.entries(files));

describe("the import table refuses", () => {
  const refused: [string, Record<string, string>, string][] = [
    [
      "a room that reaches up",
      { "src/messaging/a.ts": 'import { x } from "#host";' },
      "src/messaging/a.ts:1 messaging may not import host",
    ],
    ["a type-only import as well", { "src/contract/a.ts": 'import type { X } from "#messaging";' }, "contract may not import messaging"],
    ["a re-export as well", { "src/http/a.ts": 'export { x } from "#persistence";' }, "http may not import persistence"],
    ["a dynamic import as well", { "src/persistence/a.ts": 'const x = await import("#host");' }, "persistence may not import host"],
    ["a way round the names", { "src/host/a.ts": 'import { x } from "../messaging/broker.js";' }, "rooms are imported by their # names"],
    ["one service in another", { "src/services/g/a/x.ts": 'import { y } from "../b/y.js";' }, "a service imports another"],
    ["another group's service", { "src/services/g/a/x.ts": 'import { y } from "../../h/b/y.js";' }, "another group's code"],
    ["what another group shares", { "src/services/g/a/x.ts": 'import { y } from "../../h/y.js";' }, "another group's code"],
    [
      "a service in what its group shares",
      { "src/services/g/x.ts": 'import { y } from "./a/y.js";' },
      "what a group shares imports a service",
    ],
    [
      "what no service may import in what its group shares",
      { "src/services/g/x.ts": 'import { y } from "#codegen";' },
      "services may not import codegen",
    ],
    ["another group's code", { "src/services/g/a/x.ts": 'import { y } from "#generated/h/b/index.js";' }, "another group's code"],
    ["services in the command line", { "src/cli/a.ts": 'import { y } from "../services/g/a/y.js";' }, "cli may not import services"],
    ["scripts in src", { "src/host/a.ts": 'import { y } from "../../scripts/y.mjs";' }, "outside src and generated"],
    ["amqplib outside messaging", { "src/host/a.ts": 'import { connect } from "amqplib";' }, "only messaging imports amqplib"],
    ["a part of a package", { "src/cli/a.ts": 'import x from "@asyncapi/parser/cjs/x.js";' }, "only contract imports @asyncapi/parser"],
    ["a room nobody knows", { "src/attic/a.ts": 'import { x } from "#messaging";' }, "src/attic is no room"],
    [
      "generated code that behaves",
      { "generated/g/a/index.ts": 'import { x } from "#persistence";' },
      "generated may not import persistence",
    ],
  ];
  test.each(refused)("%s", (_title, files, fault) => expect(importFaults(sources(files))).toEqual([expect.stringContaining(fault)]));

  test("nothing that is allowed", () => {
    const allowed = {
      "src/services/g/a/main.ts": 'import { a } from "#generated/g/a/index.js";\nimport { s } from "./s.js";\nimport { h } from "#host";',
      "src/messaging/rabbit.ts":
        'import { connect } from "amqplib";\nimport fs from "node:fs";\n// import { x } from "#host";\nconst s = \'from "#host"\';',
      "src/services/g/a/store.ts": 'import { t } from "../tables.js";',
      "src/services/g/tables.ts":
        'import { c } from "#generated/g/a/index.js";\nimport { s } from "#persistence";\nimport { r } from "./rows.js";',
      "src/cli/main.ts": 'const { generate } = await import("#codegen");',
    };
    expect(importFaults(sources(allowed))).toEqual([]);
  });
});

describe("the search for circles", () => {
  test("finds one through several files and rooms' names", () => {
    const files = {
      "src/host/b.ts": 'import { c } from "./c.js";',
      "src/host/index.ts": 'export { b } from "./b.js";',
      "src/host/c.ts": 'import { b } from "#host";',
    };
    expect(cycles(sources(files))).toEqual(["src/host/b.ts → src/host/c.ts → src/host/index.ts → src/host/b.ts"]);
  });

  test("finds a file that imports itself", () => {
    expect(cycles(sources({ "src/http/a.ts": 'import "./a.js";' }))).toEqual(["src/http/a.ts → src/http/a.ts"]);
  });

  test("lets two ways lead to one file", () => {
    const files = { "src/http/a.ts": 'import "./b.js";\nimport "./c.js";', "src/http/b.ts": 'import "./c.js";', "src/http/c.ts": "" };
    expect(cycles(sources(files))).toEqual([]);
  });
});

describe("the environment", () => {
  const spellings = [
    "const x = process.env.HOME;",
    'const x = process["env"].HOME;',
    "const { env } = process;",
    "const { env: e } = process;",
    'import { env } from "node:process";',
  ];
  test.each(spellings)("is noticed in `%s`", (text) => {
    expect(environmentFaults(sources({ "src/host/a.ts": text }))).toEqual([expect.stringContaining("src/host/a.ts:1")]);
  });

  test("may be read in main.ts and the command line, and named in a comment", () => {
    const files = {
      "src/services/g/a/main.ts": "process.env;",
      "src/cli/x.ts": "process.env;",
      "src/host/a.ts": "// process.env\nconst env = {};",
    };
    expect(environmentFaults(sources(files))).toEqual([]);
  });
});

describe("names", () => {
  const refused: [string, string, string][] = [
    ["src/host/a.ts", 'export * from "./b.js";', "exports *"],
    ["src/host/utils.ts", "", "a name that says nothing"],
    ["src/http/helpers/a.ts", "", "a name that says nothing"],
    ["src/http/sendMail.ts", "", "not kebab-case"],
  ];
  test.each(refused)("%s is refused", (path, text, fault) => {
    expect(namingFaults(sources({ [path]: text }))).toEqual([expect.stringContaining(fault)]);
  });
});

describe("the layout", () => {
  const whole = [
    "asyncapi/g/messages.yaml",
    "asyncapi/g/a.yaml",
    "generated/g/a/index.ts",
    "src/services/g/a/main.ts",
    "test/services/g/a.test.ts",
  ];

  test("is complete with all four", () => expect(layoutFaults(whole)).toEqual([]));

  test.each(whole.slice(2))("misses %s", (path) => {
    expect(layoutFaults(whole.filter((other) => other !== path))).toEqual([`asyncapi/g/a.yaml has no ${path}`]);
  });

  test("misses the document of anything left behind", () => {
    expect(layoutFaults(whole.filter((path) => path !== "asyncapi/g/a.yaml"))).toHaveLength(2);
    expect(layoutFaults([...whole, "openapi/g/b.yaml"])).toEqual(["openapi/g/b.yaml has no src/services/g/b/main.ts"]);
  });
});
