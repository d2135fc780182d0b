import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import type { Json } from "#contract";
import { curlCommand } from "../../../src/portal/apis/curl.js";
import type { ApiParameter } from "../../../src/portal/apis/model.js";

const parameter = (name: string, place: string, required = true): ApiParameter => ({
  name,
  in: place,
  required,
  deprecated: false,
  schema: true,
});

const command = (
  parameters: readonly ApiParameter[],
  values: Readonly<Record<string, Json>>,
  more: Partial<Parameters<typeof curlCommand>[0]> = {},
): string =>
  curlCommand({
    server: "http://localhost:8000/",
    operation: { method: "GET", path: "/things/{id}", parameters, responses: [] },
    sampleOf: ({ name }) => values[name] ?? "",
    schemes: [],
    ...more,
  });

/** What a shell hands to the program. */
const argumentsOf = (text: string): readonly string[] =>
  execFileSync("sh", ["-c", text.replace(/^curl/, "printf '%s\\0'")], { encoding: "utf8" })
    .split("\0")
    .slice(0, -1);

describe("a request as a command", () => {
  test("has what must be there, and nothing else", () => {
    const parameters = [
      parameter("id", "path"),
      parameter("q", "query"),
      parameter("X-Id", "header"),
      parameter("c", "cookie"),
      parameter("page", "query", false),
    ];
    expect(argumentsOf(command(parameters, { id: "a/b", q: ["x", "y&z"], "X-Id": 7, c: true }))).toEqual([
      "http://localhost:8000/things/a%2Fb?q=x%2Cy%26z",
      "-H",
      "X-Id: 7",
      "-b",
      "c=true",
    ]);
  });

  test("carries JSON, whatever stands in it, past the shell", () => {
    const value = { text: `'; rm -rf / #\n$(id) \`id\` "\\` };
    const [, , , , , , body] = argumentsOf(
      command(
        [],
        {},
        { operation: { method: "POST", path: "/", parameters: [], responses: [] }, body: { type: "application/json", value } },
      ),
    );
    expect(JSON.parse(body ?? "")).toEqual(value);
  });

  test("leaves a secret to be filled in", () => {
    const schemes = [
      { name: "a", type: "apiKey", key: { name: "X-Key", in: "header" } },
      { name: "b", type: "http", scheme: "bearer" },
    ];
    expect(argumentsOf(command([], {}, { schemes })).slice(1)).toEqual(["-H", "X-Key: <value>", "-H", "Authorization: Bearer <value>"]);
  });

  test("waits for events where they are streamed", () => {
    const responses = [{ status: "200", description: "", headers: [], contents: [{ type: "text/event-stream", examples: [] }] }];
    expect(argumentsOf(command([], {}, { operation: { method: "GET", path: "/live", parameters: [], responses } }))).toEqual([
      "-N",
      "http://localhost:8000/live",
    ]);
  });
});
