export type {
  Application,
  Channel,
  ContractSet,
  Exchange,
  ExchangeChannel,
  ExchangeType,
  Json,
  Location,
  Message,
  Operation,
  Parameter,
  Problem,
  Queue,
  QueueBinding,
  QueueChannel,
  ReceiveOperation,
  Reply,
  Schema,
  SchemaNode,
  SendOperation,
  Severity,
} from "./model.js";
export { camelCase, handlerName, pascalCase } from "./names.js";
export { formatProblem } from "./problems.js";
export { type ReadOptions, readContracts } from "./read-contracts.js";
