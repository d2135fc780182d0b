export { type ComparedSchema, type CompareOptions, compare, type Verdict } from "./schema/compare.js";
export { SchemaError } from "./schema/graph.js";
