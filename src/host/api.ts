import type { Transaction } from "kysely";
import { type AnyHandlers, type Execute, HttpError, type HttpResult, problem } from "#http";
import { type ApplicationContract, type Send, traceOf } from "#messaging";
import { type KeyedOutcome, type KeyedRequest, onceWithKey, type Store, type StoredResponse } from "#persistence";
import type { Change } from "./change.js";
import type { ApiScope } from "./definition.js";
import type { ServiceLog } from "./log.js";

interface ApiParts<Tables, Publisher> {
  readonly contract: Pick<ApplicationContract<never, Publisher>, "publisher">;
  readonly api: (scope: ApiScope<Tables, Publisher>) => AnyHandlers;
  readonly store: Store<Tables>;
  readonly change: Change<Tables, Publisher>;
  readonly log: ServiceLog;
}

/**
 * Carries out HTTP calls: `GET` and `HEAD` on a reader; everything else in one unit of work that holds the idempotency
 * record, the state change and the outbox rows together.
 */
export function executeWith<Tables, Publisher>({ contract, api, store, change, log }: ApiParts<Tables, Publisher>): Execute<AnyHandlers> {
  const publish = contract.publisher(refuseToSend);
  return (call, run) => {
    if (call.method === "GET" || call.method === "HEAD") return store.read((db) => run(api({ db, publish, log })));
    const { idempotency, operationId, signal, traceparent } = call;
    return change(
      (scope) => {
        const produce = async (): Promise<HttpResult> => succeeded(await run(api(scope)));
        return idempotency === undefined ? produce() : once(scope.db, keyedBy(idempotency, operationId), produce);
      },
      { signal, trace: traceOf({ traceparent }) },
    );
  };
}

/** The key of one operation's requests. What is answered by 400, 422 or 500 and above leaves it free. */
export const keyedBy = (idempotency: Pick<KeyedRequest, "key" | "fingerprint">, operationId: string): KeyedRequest => ({
  ...idempotency,
  scope: operationId,
  isFinal: ({ status }) => status !== 400 && status !== 422 && status < 500,
});

/** The names of the operations that `api` builds. Nothing is called on them, so they get a publisher and a reader that are never used. */
export const namesIn = <Tables, Publisher>({
  contract,
  api,
  store,
  log,
}: Omit<ApiParts<Tables, Publisher>, "change">): Promise<AnyHandlers> =>
  store.read(async (db) => api({ db, publish: contract.publisher(refuseToSend), log }));

/** A fault is never committed, whether the handler threw it or answered it. */
function succeeded(result: HttpResult): HttpResult {
  if (result.status >= 500) throw new HttpError(result.status, "The request could not be carried out.");
  return result;
}

const refuseToSend: Send = () => Promise.reject(new Error("a GET operation changes nothing, so it publishes nothing"));

async function once<Tables>(tx: Transaction<Tables>, request: KeyedRequest, produce: () => Promise<HttpResult>): Promise<HttpResult> {
  // What a handler answers is what the contract describes, and that is JSON.
  return answerOf(await onceWithKey(tx, request, async () => (await produce()) as StoredResponse));
}

/** What a request under a key is answered. */
export function answerOf(outcome: KeyedOutcome): HttpResult {
  if (outcome.status === "conflict") return { status: 409, body: problem(409, "This Idempotency-Key was used for another request.") };
  if (outcome.status === "running")
    return { status: 409, body: problem(409, "The first request with this Idempotency-Key is still being carried out; ask again later.") };
  return outcome.response;
}
