export type { ContractProofs, Fault, FaultPart, Finding, Proof, ProofOptions, Standing } from "./routes/model.js";
export { proveBetween, proveContracts } from "./routes/prove.js";
export { type ComparedSchema, type CompareOptions, compare, type Verdict } from "./schema/compare.js";
export { SchemaError } from "./schema/graph.js";
