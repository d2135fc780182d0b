/** What is recorded of an OpenAPI document: how each operation is asked and answers, and samples of every schema. */
import type { ApiDocument } from "../http/api-document.js";
import { factCheck, type RecordCheck, sampleCheck } from "./check.js";

export const httpChecks = ({ id, operations, schemas }: ApiDocument): readonly RecordCheck[] => [
  ...operations.map(({ id: operation, facts }) =>
    factCheck(`${operation} of the ${id} API is asked and answers as it did`, `openapi/${id}/${operation}.json`, () => facts),
  ),
  ...schemas.map(({ name, samples, isAccepted }) =>
    sampleCheck(`${name} of the ${id} API allows what it did, and nothing else`, `openapi/${id}/${name}.samples.json`, samples, isAccepted),
  ),
];
