export type { OutboxRow } from "./engine.js";
export {
  claimKey,
  type KeyClaim,
  type KeyedOutcome,
  type KeyedRequest,
  onceWithKey,
  type StoredResponse,
  settleKey,
} from "./http-idempotency.js";
export type { Migrations } from "./migrate.js";
export type { Outbox } from "./outbox.js";
export { type Relay, type RelayOptions, startRelay } from "./relay.js";
export { openStore, type Store, type StoreOptions } from "./store.js";
