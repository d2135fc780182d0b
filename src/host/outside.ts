import type { AnyHandlers, Execute, HttpCall, HttpResult } from "#http";
import { currentTrace, MessagingError, traceOf, withTrace } from "#messaging";
import { claimKey, type KeyedRequest, type Store, type StoredResponse, settleKey } from "#persistence";
import { answerOf, keyedBy } from "./api.js";
import type { Change } from "./change.js";
import type { OutsideScope } from "./definition.js";
import type { ServiceLog } from "./log.js";

interface OutsideParts<Tables, Publisher, Requester> {
  readonly requester: Requester;
  readonly store: Store<Tables>;
  readonly change: Change<Tables, Publisher>;
  readonly log: ServiceLog;
}

export const outsideScope = <Tables, Publisher, Requester>({
  requester,
  store,
  change,
  log,
}: OutsideParts<Tables, Publisher, Requester>): OutsideScope<Tables, Publisher, Requester> => ({
  requester,
  read: (query) => store.read(query),
  change: (work) => change(work, { trace: currentTrace() }),
  log,
});

/**
 * Carries out HTTP calls that hold no transaction. A request under an `Idempotency-Key` claims it first and stores its answer last,
 * in transactions of their own: should the process die in between, it is carried out again when it comes again.
 */
export function executeOutside<Tables>(handlers: AnyHandlers, store: Store<Tables>): Execute<AnyHandlers> {
  return (call, run) => {
    const { idempotency, method, operationId, signal } = call;
    const work = (): Promise<HttpResult> => inTraceOf(call, () => run(handlers));
    const isKeyed = idempotency !== undefined && method !== "GET" && method !== "HEAD";
    return untilAborted(isKeyed ? once(store, keyedBy(idempotency, operationId), work) : work(), signal);
  };
}

/** Only where the client sent a trace: what carries it along makes every promise of the process dearer from its first use on. */
function inTraceOf<R>({ traceparent }: HttpCall, work: () => R): R {
  const trace = traceOf({ traceparent });
  return trace === undefined ? work() : withTrace(trace, work);
}

async function once<Tables>(store: Store<Tables>, request: KeyedRequest, produce: () => Promise<HttpResult>): Promise<HttpResult> {
  const outcome = await store.perform({ run: ({ tx }) => claimKey(tx, request) });
  if (outcome.status === "duplicate") throw new Error("a unit of work without an inbox key cannot be a duplicate");
  const claim = outcome.result;
  if (claim.status !== "claimed") return answerOf(claim);
  const settle = (response?: StoredResponse) => store.perform({ run: ({ tx }) => settleKey(tx, request, claim.at, response) });
  try {
    // What a handler answers is what the contract describes, and that is JSON.
    const response = (await produce()) as StoredResponse;
    await settle(response);
    return response;
  } catch (error) {
    // Where even that fails, the claim is void after its time.
    await settle().catch(() => undefined);
    throw error;
  }
}

/** Rejects when the request's time is up, whatever the work does about the signal that it got. */
function untilAborted<R>(work: Promise<R>, signal: AbortSignal): Promise<R> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new MessagingError("timeout", "The request took longer than allowed.", { cause: signal.reason }));
    signal.addEventListener("abort", late, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", late));
  });
}
