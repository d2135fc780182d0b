export { changesBetween } from "./evolution/changes-between.js";
export { declaredPropertiesOnly } from "./evolution/declared-properties.js";
export type {
  Acceptance,
  AcceptanceUse,
  ChangeOptions,
  ContractChanges,
  EndChange,
  Migration,
  Outcome,
  PairChange,
  Policy,
  Step,
  Way,
  WayChange,
} from "./evolution/model.js";
export { endName } from "./routes/deliveries.js";
export type { ContractProofs, Fault, FaultPart, Finding, Proof, ProofOptions, Standing } from "./routes/model.js";
export { proveBetween, proveContracts } from "./routes/prove.js";
export { type ComparedSchema, type CompareOptions, compare, type Verdict } from "./schema/compare.js";
export { SchemaError } from "./schema/graph.js";
export { type SchemaValues, valuesOf } from "./schema/values.js";
