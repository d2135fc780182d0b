import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.js";
import { repository, warren } from "./warren.js";

const documents = join(repository, "asyncapi");
const id = "ae5e5918-facb-40e5-bbdf-3525cedaaa7e";
/** One folder for all: the documents are checked once, and then come from its cache. */
const shared = mkdtempSync(join(tmpdir(), "warren-"));
afterAll(() => rmSync(shared, { recursive: true, force: true }));
const validate = (message: string, input: string) =>
  warren(shared, ["validate", "--asyncapi", documents, "--message", message, "-"], input);

/** [what is asked, message, payload, exit code, lines of the answer] */
const rows: readonly (readonly [string, string, string, number, readonly string[]])[] = [
  [
    "a valid payload",
    "orders/payment.PaymentResult",
    JSON.stringify({ orderId: id, status: "charged" }),
    0,
    ["valid: orders/payment.PaymentResult"],
  ],
  [
    "every fault, each with its place and keyword",
    "orders/payment.OrderAction",
    JSON.stringify({ orderId: "1", customerId: id, cardId: id, price: "1", extra: 1 }),
    1,
    [
      '(whole payload) must have the property "itemId" (required)',
      '(whole payload) must not have the property "extra" (additionalProperties)',
      '/orderId must match format "uuid" (format)',
      "/price must match pattern",
      "not valid: orders/payment.OrderAction, 4 faults",
    ],
  ],
  [
    "the branch that was meant",
    "orders/payment.PaymentResult",
    JSON.stringify({ orderId: id, status: "declined", reason: "rain" }),
    1,
    ['/reason must be one of "unknown_card"', "1 fault"],
  ],
  [
    "an unknown message",
    "orders/payment.PaymentResul",
    "{}",
    2,
    ['orders/payment has no message "PaymentResul"; did you mean "PaymentResult"?', "OrderAction"],
  ],
  [
    "an unknown application",
    "orders/paymant.PaymentResult",
    "{}",
    2,
    ['No application is called "orders/paymant"; did you mean "orders/payment"?'],
  ],
  ["no message at all", "orders/payment", "{}", 2, ["Name a message"]],
  ["what is not JSON", "orders/payment.PaymentResult", '{\n  "a": 1,\n}', 2, ['standard input:3:1 is not JSON: "}" cannot stand here.']],
];
describe("validate answers", () => {
  for (const [about, message, input, code, lines] of rows) {
    test(about, async () => {
      const answer = await validate(message, input);
      for (const line of lines) expect(answer.out + answer.err).toContain(line);
      expect(answer.code).toBe(code);
      expect(answer.err).not.toMatch(/^\s+at /m);
    }, 60_000);
  }
});

test("a payload is read from a file; one that is not there is told", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "asyncapi/orders"), { recursive: true });
  for (const name of ["messages", "payment"])
    copyFileSync(join(documents, `orders/${name}.yaml`), join(folder, `asyncapi/orders/${name}.yaml`));
  writeFileSync(join(folder, "payload.json"), `\uFEFF${JSON.stringify({ orderId: id, status: "charged" })}`);
  expect(await warren(folder, ["validate", "--message", "orders/payment.PaymentResult", "payload.json"])).toMatchObject({ code: 0 });
  const gone = await warren(folder, ["validate", "--message", "orders/payment.PaymentResult", "gone.json"]);
  expect(gone).toMatchObject({ code: 2 });
  expect(gone.err).toContain("gone.json cannot be read");
}, 60_000);
