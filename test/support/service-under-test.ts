/** A service's handlers over a real database in a temporary file, with what they publish written down. */
import type { Kysely, Transaction } from "kysely";
import { type ApplicationContract, encode, type Received, type Send } from "#messaging";
import { type Migrations, openStore } from "#persistence";

export interface Told {
  readonly operation: string;
  readonly payload: unknown;
}

interface Parts<Tables, Handlers, Publisher> {
  readonly contract: ApplicationContract<Handlers, Publisher>;
  readonly migrations: Migrations;
  readonly handlers: (tx: Transaction<Tables>) => Handlers;
}

export interface ServiceUnderTest<Tables> {
  /** Hands a payload to the handler of a receive operation, in a transaction; gives what it published. Rejects with what it threw. */
  receive(operation: string, payload: unknown): Promise<readonly Told[]>;
  read<R>(query: (db: Kysely<Tables>) => Promise<R>): Promise<R>;
  close(): Promise<void>;
}

export async function serviceUnderTest<Tables, Handlers, Publisher>(
  parts: Parts<Tables, Handlers, Publisher>,
): Promise<ServiceUnderTest<Tables>> {
  const { contract, migrations, handlers } = parts;
  const store = await openStore<Tables>({ url: ":memory:", migrations });
  const receive = async (operation: string, payload: unknown): Promise<readonly Told[]> => {
    const told: Told[] = [];
    const send: Send = async (sent, name, body, request) => {
      encode(sent, name, body, request, { appId: contract.id }); // refuses what breaks the contract, as at run time
      told.push({ operation: sent.id, payload: body });
    };
    await store.perform({
      run: async ({ tx }) => {
        told.length = 0;
        const route = contract.routes(handlers(tx)).find((candidate) => candidate.operation.id === operation);
        if (route === undefined) throw new Error(`${contract.id} has no operation ${operation}`);
        const context = { publish: contract.publisher(send), signal: new AbortController().signal, attempt: 1, onDone: () => undefined };
        await route.handle(messageOf(payload), context);
      },
    });
    return told;
  };
  return { receive, read: (query) => store.read(query), close: () => store.close() };
}

const messageOf = (payload: unknown): Received => ({ name: "test", payload, headers: {}, exchange: "", routingKey: "" });
