import fc from "fast-check";
import ts from "typescript";
import { expect, test } from "vitest";
import { Code, literal } from "../../src/codegen/literal.js";
import { createSourceFile, docComment } from "../../src/codegen/source-file.js";
import { evaluate } from "./evaluate.js";

test("imports follow from what is printed: types apart, packages before neighbours, each name once", () => {
  const file = createSourceFile("Header.", []);
  file.print(`export const a: ${file.importType("Topology", "#messaging")} = ${file.import("b", "./b.js")};`);
  file.print(file.import("route", "#messaging"), "(", file.importType("Topology", "#messaging"), ");");
  expect(file.text()).toBe(`// Header.
import type { Topology } from "#messaging";
import { route } from "#messaging";
import { b } from "./b.js";

export const a: Topology = b;
route(Topology);
`);
});

test("an import gives way to a name that the module declares", () => {
  const file = createSourceFile("Header.", ["order"]);
  file.print(file.import("order", "./operations.js"));
  expect(file.text()).toContain('import { order as order_1 } from "./operations.js";');
});

test("a name that is needed as a type and as a value is imported once, as a value", () => {
  const file = createSourceFile("Header.", []);
  file.importType("Thing", "./thing.js");
  file.import("Thing", "./thing.js");
  expect(file.text()).toBe('// Header.\nimport { Thing } from "./thing.js";\n\n');
});

test("no header and no description can end its comment", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("*", "/", "\\", "\n", "\r", "\u2028", "\u2029", "a", "@") }), (text) => {
      const source = `${createSourceFile(text, []).text()}${docComment([text, undefined, text], "  ")}const end = 1;\n`;
      const { statements } = ts.createSourceFile("x.ts", source, ts.ScriptTarget.ES2023);
      return statements.length === 1 && statements[0]?.kind === ts.SyntaxKind.VariableStatement;
    }),
  );
});

test("a literal is the value it was made of", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const plain = JSON.parse(JSON.stringify(value)) as never;
      expect(evaluate(literal(plain))).toEqual(plain);
    }),
  );
});

/** [value, text] */
const rows: readonly (readonly [Parameters<typeof literal>[0], string])[] = [
  [{ a: 1, "b-c": [true, null], gone: undefined }, '{ a: 1, "b-c": [true, null] }'],
  [{ payload: new Code("validateOrder") }, "{ payload: validateOrder }"],
  [{}, "{}"],
  [[{ name: "x".repeat(90) }, { name: "y".repeat(90) }], `[\n  { name: "${"x".repeat(90)}" },\n  { name: "${"y".repeat(90)}" },\n]`],
];
for (const [value, text] of rows) {
  test(`${text.slice(0, 40)} is how such a value is written`, () => {
    expect(literal(value)).toBe(text);
  });
}
