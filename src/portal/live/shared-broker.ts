import { type Broker, openRabbit } from "#messaging";

export interface SharedBroker {
  /** Connected, or rejects with a `MessagingError` within two seconds. */
  get(): Promise<Broker>;
  close(): Promise<void>;
}

/** How long whoever asks waits for a broker that is away, milliseconds. */
const patienceMs = 2_000;

/** One handle for all features, opened when the first of them needs it. It reconnects by itself. */
export function shareBroker(url: string): SharedBroker {
  let broker: Broker | undefined;
  return {
    async get() {
      broker ??= openRabbit({ url, name: "warren portal" });
      await broker.ready(AbortSignal.timeout(patienceMs));
      return broker;
    },
    close: async () => broker?.close(),
  };
}
