/** What a value in the message decides when it is sent, and the names that its sender has for it. */
import { describe, expect, test } from "vitest";
import { encode, MessagingError, type OutgoingMessage, type SendOperation, type SendRequest } from "#messaging";
import { message, sendOperation } from "./payment-contract.js";

const letter = message(
  "Letter",
  {
    type: "object",
    additionalProperties: false,
    required: ["to", "text"],
    properties: {
      to: { enum: ["home", "work", "away"] },
      text: { type: "string" },
      haste: { enum: ["slow", "fast"] },
      at: { type: "string" },
    },
  },
  { fill: { at: { now: true } } },
);
const post = (more: Partial<SendOperation> = {}): SendOperation =>
  sendOperation({
    id: "post",
    exchange: "",
    routingKey: "post_{to}",
    parameters: [{ name: "to", enum: ["h", "w"], location: "$message.payload#/to", values: { home: "h", work: "w" } }],
    priority: 3,
    priorityBy: { location: "$message.payload#/haste", values: { slow: 1, fast: 9 } },
    callNames: { whither: "to", body: "text" },
    messages: [letter],
    ...more,
  });

const posted = (payload: unknown, request?: SendRequest): OutgoingMessage => encode(post(), "Letter", payload, request, { appId: "a" });
const refusal = (payload: unknown, request?: SendRequest): string => {
  try {
    posted(payload, request);
  } catch (error) {
    if (error instanceof MessagingError && error.code === "invalid") return error.message;
    throw error;
  }
  throw new Error("nothing was refused");
};

const home = { whither: "home", body: "hi" };

describe("a priority by value", () => {
  test("is the one of the table", () => {
    expect(["slow", "fast"].map((haste) => posted({ ...home, haste }).priority)).toEqual([1, 9]);
  });

  test("leaves the operation's to messages without a value", () => {
    expect(posted(home).priority).toBe(3);
    expect(posted(home, { priority: 7 }).priority).toBe(7);
  });

  test("is not for the caller to change", () => {
    expect(posted({ ...home, haste: "fast" }, { priority: 9 }).priority).toBe(9);
    expect(refusal({ ...home, haste: "fast" }, { priority: 1 })).toContain("the priority 9, and is given the priority 1");
  });
});

describe("a parameter by value", () => {
  test("is the one of the table", () => {
    expect(posted(home).routingKey).toBe("post_h");
    expect(posted({ ...home, whither: "work" }, { parameters: { to: "w" } }).routingKey).toBe("post_w");
  });

  test("is not for the caller to change", () => {
    expect(refusal(home, { parameters: { to: "w" } })).toContain('another parameter "to" than its message holds');
  });

  test("is refused where the table has none for the value", () => {
    expect(refusal({ ...home, whither: "away" })).toContain('knows no "to" for "away"');
  });
});

describe("names of a call", () => {
  test("are the payload's own on the wire, beside what is filled in", () => {
    expect(JSON.parse(posted({ ...home, haste: "slow" }).body.toString())).toEqual({
      to: "home",
      text: "hi",
      haste: "slow",
      at: expect.any(String),
    });
  });

  test("leave the given payload as it is", () => {
    const given = Object.freeze({ ...home });
    expect(() => posted(given)).not.toThrow();
  });

  test("may not be given beside the property that they stand for", () => {
    expect(refusal({ ...home, to: "work" })).toContain('is given "to" twice, by this name and as "whither"');
  });

  test("are told by the payload's own names where what they stand for is refused", () => {
    expect(refusal({ ...home, whither: "nowhere" })).toContain("/to must be equal to one of the allowed values");
    expect(refusal({ whither: "home" })).toContain("text");
  });

  test.each([null, "text", ["a"], 1])("leave %j to the validator", (payload) => {
    expect(refusal(payload)).toContain("Letter");
  });
});
