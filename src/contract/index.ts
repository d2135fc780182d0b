export { fitsTemplate } from "./addresses.js";
export { parseRuntimeExpression } from "./document/expressions.js";
export { amqpTypeOf } from "./message-type.js";
export type {
  Application,
  Channel,
  ContractSet,
  Exchange,
  ExchangeChannel,
  ExchangeType,
  Fill,
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
  RequestLimits,
  Schema,
  SchemaNode,
  SendOperation,
  Severity,
} from "./model.js";
export { camelCase, handlerName, pascalCase } from "./names.js";
export { formatProblem } from "./problems.js";
export { type ReadOptions, readContracts } from "./read-contracts.js";
export { type Answer, answerOf, type Request, requestOf } from "./replies.js";
export type {
  Certainty,
  DeathReason,
  EdgeKind,
  Given,
  Hop,
  Producer,
  QueueRole,
  Route,
  RouteEdge,
  RouteEnd,
  RouteGraph,
  RouteNode,
} from "./routing/model.js";
export { routeContracts, routesFrom, routesTo } from "./routing/route-contracts.js";
export { routeEdges } from "./routing/route-edges.js";
export { createPlaces, type FindPlace } from "./schema/keyword-place.js";
export { pointerSegments } from "./source/tree.js";
export { didYouMean } from "./spelling.js";
export { topologyConflicts } from "./topology/conflicts.js";
export { deriveTopologies, deriveTopology } from "./topology/derive-topology.js";
export type { Arguments, BindingDeclaration, ExchangeDeclaration, QueueDeclaration, Topology } from "./topology/model.js";
export { delayQueueName, type QueueType, queueTypeOf, retryTiersOf } from "./topology/queues.js";
