/** Topology: what documents ask of a broker, held against one: declared, compared, limited to who needs it, written out. */
export { type Applied, applyTopology } from "./apply.js";
export { type DefinitionsOptions, definitionsOf, passwordHash } from "./definitions.js";
export { type DriftOptions, drift } from "./drift/drift.js";
export type { Drift, DriftObject, Trait } from "./drift/model.js";
export { templateFor } from "./instances.js";
export { type ManagementAddress, managementAddress } from "./management/address.js";
export { type Management, openManagement } from "./management/client.js";
export { ManagementError, type ManagementErrorCode } from "./management/error.js";
export type { BrokerFigures, ExchangeFigures, QueueFigures } from "./management/figures.js";
export type { AppliedPolicy, LiveBinding, LiveExchange, LiveQueue, LiveTopology } from "./management/live.js";
export type { RequestLimits } from "./management/request.js";
export { leastPermissions, type Permissions, type TopicPermission } from "./permissions/permissions.js";
export { permissionScript } from "./permissions/script.js";
export {
  isLasting,
  lastingOnly,
  passingQueues,
  type WantedBinding,
  type WantedExchange,
  type WantedQueue,
  type WantedTopology,
  wantedTopology,
} from "./wanted.js";
