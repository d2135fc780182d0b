/** What the API answers to a message that is not sent, or not answered. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { proveContracts } from "#compatibility";
import { payment } from "#generated/orders/payment/index.js";
import { failure, HttpError, identify } from "#http";
import { type Broker, type FailureCode, Journal, MessagingError, openMemoryBroker } from "#messaging";
import { type System, survey } from "#portal";
import { readFolder } from "../../../src/contract/read-folder.js";
import type { AuditEntry, PortalContext } from "../../../src/portal/live/context.js";
import { publishFeature } from "../../../src/portal/publish/feature.js";
import { repository } from "../../docs/support/markdown.js";
import { action } from "./action.js";

let system: System;

beforeAll(async () => {
  const { applications, schemas, problems, files } = await readFolder(`${repository}/asyncapi`);
  const contracts = { applications, schemas, problems: problems.sorted(), files };
  system = survey({ title: "Test", contracts, proofs: proveContracts(contracts), apis: [] });
});

interface Stage {
  readonly broker: () => Promise<Broker>;
  /** Of the audit log; it throws where the log cannot be written. */
  readonly note?: (entry: AuditEntry) => void;
}

/** The routes over a broker, and what the audit log was told. */
async function openPublishing({ broker, note = () => undefined }: Stage) {
  const told: string[] = [];
  const closing = new AbortController();
  const context = {
    system,
    generated: `${repository}/generated`,
    broker,
    journal: new Journal(10),
    changing: express.json(),
    asking: express.json(),
    closing: closing.signal,
    async audit(_request: unknown, entry: AuditEntry) {
      note(entry);
      told.push(entry.step);
    },
  } as unknown as PortalContext;
  const log = { debug: () => undefined, error: () => undefined };
  const server = createServer(express().use(identify).use(publishFeature.routes(context)).use(failure(log)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    closing.abort();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const send = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/publish`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ application: "orders/order", operation: "payment", message: "OrderAction", payload: JSON.stringify(action) }),
    });
    return { status: response.status, body: (await response.json()) as { readonly detail?: string; readonly messageId?: string } };
  };
  return { send, told };
}

const memoryBroker = (): Broker => {
  const broker = openMemoryBroker();
  onTestFinished(() => broker.close());
  return broker;
};

describe("a message that is not sent", () => {
  test("because no queue takes it is told as such", async () => {
    const broker = memoryBroker();
    await broker.declare({ ...payment.topology, bindings: [] });
    const { send, told } = await openPublishing({ broker: async () => broker });
    expect(await send()).toMatchObject({ status: 409, body: { detail: expect.stringMatching(/^No queue .*\.$/) } });
    expect(told).toEqual(["asked", "failed"]);
  });

  test.each<[FailureCode, number, string, string]>([
    ["timeout", 504, "operation payment was not answered within 5 ms", "The operation was not answered within 5 ms."],
    ["unavailable", 503, "The broker is away.", "The broker is away."],
    ["bug", 500, "some secret of the inside", "The request could not be carried out."],
  ])("for %s is answered %i with what the runtime says of it", async (code, status, said, detail) => {
    const { send } = await openPublishing({ broker: () => Promise.reject(new MessagingError(code, said)) });
    expect(await send()).toMatchObject({ status, body: { detail } });
  });
});

describe("the audit log", () => {
  const full = (): never => {
    throw new HttpError(503, "The audit log cannot be written.");
  };

  test("that cannot take down what is asked for refuses it", async () => {
    const broker = memoryBroker();
    await broker.declare(payment.topology);
    const { send } = await openPublishing({ broker: async () => broker, note: full });
    expect(await send()).toMatchObject({ status: 503, body: { detail: "The audit log cannot be written." } });
    expect(await broker.depth("payment-queue")).toBe(0);
  });

  test("that cannot take down the outcome does not deny that the message was sent", async () => {
    const broker = memoryBroker();
    await broker.declare(payment.topology);
    const { send, told } = await openPublishing({ broker: async () => broker, note: ({ step }) => (step === "done" ? full() : undefined) });
    expect(await send()).toMatchObject({ status: 200, body: { messageId: expect.any(String) } });
    expect(await broker.depth("payment-queue")).toBe(1);
    expect(told).toEqual(["asked"]);
  });
});
