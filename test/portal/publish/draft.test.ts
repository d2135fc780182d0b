import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { proveContracts } from "#compatibility";
import { type System, survey } from "#portal";
import { readFolder } from "../../../src/contract/read-folder.js";
import { choicesOf, choose, openingOf } from "../../../src/portal/publish/choices.js";
import { findDescriptor } from "../../../src/portal/publish/descriptors.js";
import { type Checked, type Draft, draftChecker } from "../../../src/portal/publish/draft.js";
import { repository } from "../../docs/support/markdown.js";
import { action } from "./action.js";

let system: System;

beforeAll(async () => {
  const { applications, schemas, problems, files } = await readFolder(`${repository}/asyncapi`);
  const contracts = { applications, schemas, problems: problems.sorted(), files };
  system = survey({ title: "Test", contracts, proofs: proveContracts(contracts), apis: [] });
});

const checkerOf = async (application: string, key: string, name?: string): Promise<(draft: Partial<Draft>) => Checked> => {
  const { message, operation } = choose(system, application, key, name);
  const check = draftChecker(
    await findDescriptor(`${repository}/generated`, application, operation.key),
    message,
    system.contracts.schemas,
  );
  return (draft) => check({ message: message.name, payload: "{}", ...draft });
};

const json = (value: unknown): string => JSON.stringify(value);
describe("a draft", () => {
  test("that is right is told where it would go", async () => {
    const check = await checkerOf("orders/order", "payment");
    expect(check({ payload: json(action) })).toMatchObject({
      faults: [],
      outgoing: { exchange: "order-action-exchange", routingKey: "payment-action-queue", type: "OrderAction", mandatory: true },
    });
  });

  test("is told all of its faults, each with its place and keyword", async () => {
    const check = await checkerOf("orders/order", "payment");
    const { faults } = check({ payload: json({ ...action, orderId: "x", price: "1" }) });
    expect(faults).toMatchObject([
      { part: "payload", pointer: "/orderId", keyword: "format" },
      { part: "payload", pointer: "/price", keyword: "pattern" },
    ]);
  });

  test("that is no JSON is told where it breaks off", async () => {
    const check = await checkerOf("orders/order", "payment");
    expect(check({ payload: '{"a":' }).faults).toMatchObject([{ part: "message", sentence: expect.stringContaining("not JSON") }]);
  });

  test("may leave out what the runtime fills in, the correlation id of a request too", async () => {
    const check = await checkerOf("portfolio/portfolio", "requestBalance");
    expect(check({ payload: json({ user_id: 42 }) }).faults).toEqual([]);
    expect(check({ payload: json({ user_id: "42" }) }).faults).toMatchObject([{ pointer: "/user_id", keyword: "type" }]);
  });

  test("with a number that would leave as another one is refused, beside what else is wrong", async () => {
    const check = await checkerOf("portfolio/portfolio", "requestBalance");
    const fault = { part: "payload", pointer: "/user_id", sentence: "cannot be sent as it is written: it would become 1" };
    const payload = '{"user_id":1.00000000000000000001}';
    expect(check({ payload }).faults).toEqual([fault]);
    expect(check({ payload: payload.replace("}", ',"timestamp":1}') }).faults).toMatchObject([{ pointer: "/timestamp" }, fault]);
    expect(check({ payload, priority: 256 }).faults).toMatchObject([{ part: "message" }, fault]);
  });

  test("is told what else than the payload is wrong", async () => {
    const check = await checkerOf("orders/order", "payment");
    expect(check({ payload: json(action), parameters: { region: "eu" } }).faults).toEqual([]);
    expect(check({ payload: json(action), priority: 256 }).faults).toMatchObject([
      { part: "message", sentence: "The operation needs a whole number from 0 to 255 as priority." },
    ]);
  });

  test("may be anything: it is refused or it would leave, and nothing else happens", async () => {
    const check = await checkerOf("orders/order", "payment");
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.dictionary(fc.string(), fc.jsonValue()), (payload, headers) => {
        const checked = check({ payload, headers });
        expect("outgoing" in checked).toBe(checked.faults.length === 0);
      }),
    );
  });
});

describe("what can be published", () => {
  test("is every send operation, and each is found in the generated code", async () => {
    const choices = choicesOf(system);
    const sends = system.contracts.applications.flatMap(({ operations }) => operations.filter(({ action }) => action === "send"));
    expect(choices).toHaveLength(sends.length);
    for (const { application, operation } of choices) {
      expect(await findDescriptor(`${repository}/generated`, application, operation)).toMatchObject({ id: operation });
    }
  });

  test("begins with an example that is right as it stands", async () => {
    for (const { application, operation, messages } of choicesOf(system)) {
      for (const message of messages) {
        const { example, headersExample, parameters } = openingOf(system, choose(system, application, operation, message));
        const check = await checkerOf(application, operation, message);
        const given = Object.fromEntries(
          parameters.flatMap(({ name, found, enum: [first], default: otherwise }) => (found || otherwise ? [] : [[name, first ?? "some"]])),
        );
        const headers = headersExample as Readonly<Record<string, unknown>> | undefined;
        const draft = { payload: json(example), parameters: given, ...(headers && { headers }) };
        expect([application, operation, message, check(draft).faults]).toEqual([application, operation, message, []]);
      }
    }
  });

  test("begins without what the runtime fills in", () => {
    const { example, filled } = openingOf(system, choose(system, "portfolio/portfolio", "requestBalance"));
    expect(filled.toSorted()).toEqual(["correlation_id", "requested_by", "timestamp"]);
    expect(example).toEqual({ user_id: expect.any(Number) });
  });

  test("is asked for by name, and what is not there is not found", () => {
    expect(() => choose(system, "orders/order", "nothing")).toThrow("There is no message orders/order nothing to be sent.");
  });

  test("is not offered from code that was not generated from these documents", async () => {
    await expect(findDescriptor(`${repository}/generated`, "orders/order", "nothing")).rejects.toThrow("npm run generate");
    await expect(findDescriptor(`${repository}/nowhere`, "orders/order", "payment")).rejects.toThrow("npm run generate");
  });
});
