export { createGenerator, type Generation, type Generator, type GeneratorOptions, hasErrors } from "./generator.js";
export { readOpenApi } from "./openapi/read.js";
export { type Comparison, compareOutput, isUpToDate } from "./output/compare.js";
export { ForeignFilesError, writeOutput } from "./output/write.js";
export { type FilePlan, type Plan, type PlanOptions, planFiles } from "./plan.js";
export { placedBelow } from "./problem-places.js";
export { checkValue, type ValueFault, valueChecker } from "./validators/check-value.js";
export { type WatchOptions, watchInputs } from "./watch.js";
