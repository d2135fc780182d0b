import type { Transaction } from "kysely";
import type { AnyHandlers, Execute, HttpCall, HttpResult } from "#http";
import { HttpError, problem } from "#http";
import { encode, type OutgoingMessage, type Send, traceOf } from "#messaging";
import { onceWithKey, type Store, type StoredResponse } from "#persistence";
import type { ApiScope, ServiceDefinition } from "./definition.js";

/** Answers from this status on are not remembered for an idempotency key: the client should try again. */
const notRemembered = 500;

/**
 * Carries out HTTP calls: `GET` and `HEAD` on a reader; everything else in one unit of work that holds the idempotency
 * record, the state change and the outbox rows together.
 */
export function executeWith<Tables, Handlers, Publisher>(
  { contract }: ServiceDefinition<Tables, Handlers, Publisher>,
  api: (scope: ApiScope<Tables, Publisher>) => AnyHandlers,
  store: Store<Tables>,
): Execute<AnyHandlers> {
  const readOnly = contract.publisher(refuseToSend);
  return async (call, run) => {
    if (call.method === "GET" || call.method === "HEAD") return store.read((db) => run(api({ db, publish: readOnly })));
    const outcome = await store.perform({
      signal: call.signal,
      run: ({ tx, enqueue }) => {
        const produce = (): Promise<HttpResult> => run(api({ db: tx, publish: contract.publisher(sendInto(enqueue, contract.id, call)) }));
        return call.idempotency === undefined ? produce() : once(tx, call, produce);
      },
    });
    if (outcome.status === "duplicate") throw new Error("a unit of work without an inbox key cannot be a duplicate");
    return outcome.result;
  };
}

const refuseToSend: Send = () => Promise.reject(new Error("a GET operation changes nothing, so it publishes nothing"));

function sendInto(enqueue: (message: OutgoingMessage) => void, appId: string, { traceparent }: HttpCall): Send {
  const trace = traceOf({ traceparent });
  return async (operation, name, payload, request) => enqueue(encode(operation, name, payload, request, { appId, trace }));
}

async function once<Tables>(tx: Transaction<Tables>, call: HttpCall, produce: () => Promise<HttpResult>): Promise<HttpResult> {
  const { key, fingerprint } = call.idempotency ?? { key: "", fingerprint: "" };
  const outcome = await onceWithKey(tx, { key, fingerprint, scope: call.operationId }, async () => {
    const result = await produce();
    if (result.status >= notRemembered) throw new HttpError(result.status, "The request could not be carried out.");
    // What a handler answers is what the contract describes, and that is JSON.
    return result as StoredResponse;
  });
  if (outcome.status === "conflict") {
    return { status: 409, body: problem(409, "This Idempotency-Key was used for another request.") };
  }
  return outcome.response;
}
