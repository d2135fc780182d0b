import type { Transaction } from "kysely";
import type { AnyHandlers, Execute, HttpCall, HttpResult } from "#http";
import { HttpError, problem } from "#http";
import { encode, type MessagingMetrics, type OutgoingMessage, type Send, traceOf } from "#messaging";
import { type KeyedRequest, onceWithKey, type Store, type StoredResponse } from "#persistence";
import type { ApiScope, ServiceDefinition } from "./definition.js";

/** The request itself was at fault: the client mends it and sends it again, under the same key if it likes. */
const isMendable = ({ status }: HttpResult): boolean => status === 400 || status === 422;

/**
 * Carries out HTTP calls: `GET` and `HEAD` on a reader; everything else in one unit of work that holds the idempotency
 * record, the state change and the outbox rows together.
 */
export function executeWith<Tables, Handlers, Publisher>(
  { contract }: ServiceDefinition<Tables, Handlers, Publisher>,
  api: (scope: ApiScope<Tables, Publisher>) => AnyHandlers,
  { store, metrics }: { readonly store: Store<Tables>; readonly metrics: MessagingMetrics },
): Execute<AnyHandlers> {
  const readOnly = contract.publisher(refuseToSend);
  return async (call, run) => {
    if (call.method === "GET" || call.method === "HEAD") return store.read((db) => run(api({ db, publish: readOnly })));
    let sent: string[] = [];
    const outcome = await store.perform({
      signal: call.signal,
      run: ({ tx, enqueue }) => {
        // Made anew for every run: a transaction that was rolled back has sent nothing.
        const operations: string[] = [];
        sent = operations;
        const send = sendInto(
          (operation, message) => {
            enqueue(message);
            operations.push(operation);
          },
          contract.id,
          call,
        );
        const produce = async (): Promise<HttpResult> => succeeded(await run(api({ db: tx, publish: contract.publisher(send) })));
        return call.idempotency === undefined ? produce() : once(tx, { ...call.idempotency, scope: call.operationId }, produce);
      },
    });
    if (outcome.status === "duplicate") throw new Error("a unit of work without an inbox key cannot be a duplicate");
    for (const operation of sent) metrics.send(operation).enqueued++;
    return outcome.result;
  };
}

/** A fault is never committed, whether the handler threw it or answered it. */
function succeeded(result: HttpResult): HttpResult {
  if (result.status >= 500) throw new HttpError(result.status, "The request could not be carried out.");
  return result;
}

const refuseToSend: Send = () => Promise.reject(new Error("a GET operation changes nothing, so it publishes nothing"));

function sendInto(enqueue: (operation: string, message: OutgoingMessage) => void, appId: string, { traceparent }: HttpCall): Send {
  const trace = traceOf({ traceparent });
  return async (operation, name, payload, request) => enqueue(operation.id, encode(operation, name, payload, request, { appId, trace }));
}

async function once<Tables>(tx: Transaction<Tables>, request: KeyedRequest, produce: () => Promise<HttpResult>): Promise<HttpResult> {
  const isFinal = (response: StoredResponse): boolean => !isMendable(response);
  // What a handler answers is what the contract describes, and that is JSON.
  const outcome = await onceWithKey(tx, { ...request, isFinal }, async () => (await produce()) as StoredResponse);
  if (outcome.status === "conflict") {
    return { status: 409, body: problem(409, "This Idempotency-Key was used for another request.") };
  }
  return outcome.response;
}
