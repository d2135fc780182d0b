import type { Transaction } from "kysely";
import { type ApplicationContract, encode, type MessagingMetrics, type OutgoingMessage, type Send, type Trace } from "#messaging";
import type { Store } from "#persistence";
import type { ApiScope } from "./definition.js";
import type { ServiceLog } from "./log.js";

/** {@link ApiScope} of something that may write. */
interface ChangeScope<Tables, Publisher> extends ApiScope<Tables, Publisher> {
  readonly db: Transaction<Tables>;
}

/** Carries out one unit of work with a publisher; what it published leaves, and is counted, once it is committed. */
export type Change<Tables, Publisher> = <R>(
  work: (scope: ChangeScope<Tables, Publisher>) => Promise<R>,
  options: { readonly signal?: AbortSignal; readonly trace?: Trace | undefined },
) => Promise<R>;

export interface ChangeParts<Tables> {
  readonly store: Store<Tables>;
  readonly metrics: MessagingMetrics;
  readonly log: ServiceLog;
}

export const changeWith =
  <Tables, Handlers, Publisher, Requester>(
    contract: ApplicationContract<Handlers, Publisher, Requester>,
    { store, metrics, log }: ChangeParts<Tables>,
  ): Change<Tables, Publisher> =>
  async (work, { signal, trace }) => {
    let sent: string[] = [];
    const outcome = await store.perform({
      ...(signal === undefined ? {} : { signal }),
      run: ({ tx, enqueue }) => {
        // Made anew for every run: a transaction that was rolled back has sent nothing.
        const operations: string[] = [];
        sent = operations;
        const hand = (operation: string, message: OutgoingMessage): void => {
          enqueue(message);
          operations.push(operation);
        };
        return work({ db: tx, publish: contract.publisher(sendInto(hand, contract.id, trace)), log });
      },
    });
    if (outcome.status === "duplicate") throw new Error("a unit of work without an inbox key cannot be a duplicate");
    for (const operation of sent) metrics.send(operation).enqueued++;
    return outcome.result;
  };

function sendInto(hand: (operation: string, message: OutgoingMessage) => void, appId: string, trace: Trace | undefined): Send {
  return async (operation, name, payload, request) => hand(operation.id, encode(operation, name, payload, request, { appId, trace }));
}
