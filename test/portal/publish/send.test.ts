import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { proveContracts } from "#compatibility";
import { payment } from "#generated/orders/payment/index.js";
import { usersWorker } from "#generated/portfolio/users-worker/index.js";
import { directUnitOfWork, Journal, openMemoryBroker, startConsumers } from "#messaging";
import { type System, survey } from "#portal";
import { readFolder } from "../../../src/contract/read-folder.js";
import type { Sent } from "../../../src/portal/publish/answers.js";
import { choose } from "../../../src/portal/publish/choices.js";
import { findDescriptor } from "../../../src/portal/publish/descriptors.js";
import { draftChecker } from "../../../src/portal/publish/draft.js";
import { openRequester } from "../../../src/portal/publish/replies.js";
import { sendDraft } from "../../../src/portal/publish/send.js";
import { repository } from "../../docs/support/markdown.js";
import { action } from "./action.js";

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let system: System;

beforeAll(async () => {
  const { applications, schemas, problems, files } = await readFolder(`${repository}/asyncapi`);
  const contracts = { applications, schemas, problems: problems.sorted(), files };
  system = survey({ title: "Test", contracts, proofs: proveContracts(contracts), apis: [] });
});

const stage = () => {
  const broker = openMemoryBroker();
  const journal = new Journal(100);
  const closing = new AbortController();
  const requester = openRequester(system.contracts, journal, closing.signal);
  onTestFinished(async () => {
    closing.abort();
    await broker.close();
  });
  const send = async (application: string, key: string, payload: object): Promise<Sent> => {
    const { operation, message } = choose(system, application, key);
    const descriptor = await findDescriptor(`${repository}/generated`, application, operation.key);
    const draft = { message: message.name, payload: JSON.stringify(payload) };
    const checked = draftChecker(descriptor, message, system.contracts.schemas)(draft);
    if (!("outgoing" in checked)) throw new Error(checked.faults[0].sentence);
    return sendDraft({ broker, journal, requester }, application, descriptor, draft, checked);
  };
  return { broker, journal, send };
};

describe("a message from the portal", () => {
  test("goes to exchange and routing key by contract, under a trace of its own, and stands in the portal's journal", async () => {
    const { broker, journal, send } = stage();
    await broker.declare(payment.topology);
    const sent = await send("orders/order", "payment", action);
    expect(sent).toMatchObject({ exchange: "order-action-exchange", routingKey: "payment-action-queue" });
    expect(await broker.depth("payment-queue")).toBe(1);
    expect(journal.latest(10, new Set([sent.traceId]))).toMatchObject([{ event: "sent", messageId: sent.messageId, outcome: "confirmed" }]);
  });

  test("that reaches no queue is told as unroutable", async () => {
    const { broker, send } = stage();
    await broker.declare({ ...payment.topology, bindings: [] });
    await expect(send("orders/order", "payment", action)).rejects.toMatchObject({ code: "unroutable" });
  });
});

describe("a request from the portal", () => {
  const answering = async () => {
    const staged = stage();
    const { broker } = staged;
    const consumers = await startConsumers({
      broker,
      contract: usersWorker,
      unit: directUnitOfWork(broker),
      log,
      handlers: () => ({
        onBalanceRequest: async ({ payload: { user_id } }) => ({ user_id, balance: "1.00", currency: "USD", success: true }) as never,
      }),
    });
    onTestFinished(() => consumers.stop({ graceMs: 0 }));
    return staged;
  };

  test("shows its answer, and so does the next one", async () => {
    const { send, journal } = await answering();
    const first = await send("portfolio/portfolio", "requestBalance", { user_id: 1 });
    const second = await send("portfolio/portfolio", "requestBalance", { user_id: 2 });
    expect([first, second]).toMatchObject([
      { answer: { name: "BalanceResponse", payload: { user_id: 1, balance: "1.00" } } },
      { answer: { name: "BalanceResponse", payload: { user_id: 2, balance: "1.00" } } },
    ]);
    expect(first.correlationId).not.toBe(second.correlationId);
    expect(journal.latest(10, new Set([first.traceId])).map(({ event }) => event)).toEqual(["sent", "received"]);
  });

  test("declares a reply queue of its own, and none of the application's other queues", async () => {
    const { broker, send } = await answering();
    await send("portfolio/portfolio", "requestBalance", { user_id: 1 });
    expect(await broker.look("portfolio.order-events")).toBeUndefined();
    expect(await broker.look("balance.response.dlq")).toBeDefined();
  });
});
