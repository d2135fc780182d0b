import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { warren } from "../cli/warren.js";
import { temporaryFolder } from "../support/folder.js";

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
  write("whole.json", { type: "integer" });
  write("number.json", { type: "number" });
});

const write = (name: string, value: unknown): void => writeFileSync(join(folder, name), JSON.stringify(value));

describe("compare", () => {
  test("exits 0 for what is proved and 1 with a witness", async () => {
    expect(await warren(folder, ["compare", "whole.json", "number.json", "--json"])).toMatchObject({
      code: 0,
      out: '{"verdict":"compatible"}\n',
    });
    const { code, out } = await warren(folder, ["compare", "number.json", "whole.json", "--json"]);
    expect([code, JSON.parse(out)]).toEqual([1, { verdict: "incompatible", witness: 0.5, keyword: "type", pointer: "/type", at: "" }]);
  });

  test("exits 2 for what is not decided and 3 for what is no schema, with the place", async () => {
    write("multiple.json", { multipleOf: 1 });
    write("wrong.json", { properties: { a: { type: "strin" } } });
    expect(await warren(folder, ["compare", "whole.json", "multiple.json"])).toMatchObject({ code: 2 });
    expect(await warren(folder, ["compare", "wrong.json", "whole.json"])).toMatchObject({
      code: 3,
      err: expect.stringContaining("wrong.json#/properties/a"),
    });
    expect(await warren(folder, ["compare", "missing.json", "whole.json"])).toMatchObject({ code: 3 });
  });

  test("answers a list of pairs line by line", async () => {
    write("pairs.json", [
      { name: "a", producer: { const: 1 }, consumer: { type: "integer" } },
      { name: "b", producer: true, consumer: { type: "integer" } },
    ]);
    const { code, out } = await warren(folder, ["compare", "--pairs", "pairs.json"]);
    const lines = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(code).toBe(1);
    expect(lines).toMatchObject([
      { name: "a", verdict: "compatible" },
      { name: "b", verdict: "incompatible", witness: null },
    ]);
  });
});
