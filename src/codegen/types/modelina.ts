import { createRequire } from "node:module";
import type * as Interfaces from "@asyncapi/modelina/lib/types/generators/typescript/renderers/InterfaceRenderer.js";
import type * as Aliases from "@asyncapi/modelina/lib/types/generators/typescript/renderers/TypeRenderer.js";
import type * as Defaults from "@asyncapi/modelina/lib/types/generators/typescript/TypeScriptConstrainer.js";
import type * as Constraining from "@asyncapi/modelina/lib/types/helpers/ConstrainHelpers.js";
import type * as Formatting from "@asyncapi/modelina/lib/types/helpers/FormatHelpers.js";
import type * as Models from "@asyncapi/modelina/lib/types/models/index.js";

/** The parts of Modelina that make TypeScript from its models. */
export type Modelina = typeof Models &
  typeof Constraining &
  typeof Defaults &
  typeof Interfaces &
  typeof Aliases &
  Pick<typeof Formatting, "IndentationTypes">;

/**
 * Loads Modelina's models, constrainer and TypeScript renderers by their paths. Its main module also loads every input format it can read
 * (OpenAPI, Avro, XSD, the TypeScript compiler), of which we use none: 80 ms instead of 1,400 ms of processor time.
 */
export function loadModelina(): Modelina {
  const require = createRequire(import.meta.url);
  // What is required has no types of its own; they stand in the cast.
  const load = (path: string): object => require(`@asyncapi/modelina/lib/cjs/${path}.js`) as object;
  const paths = ["models/index", "helpers/ConstrainHelpers", "helpers/FormatHelpers", "generators/typescript/TypeScriptConstrainer"];
  const renderers = ["InterfaceRenderer", "TypeRenderer"].map((name) => `generators/typescript/renderers/${name}`);
  return Object.assign({}, ...[...paths, ...renderers].map(load)) as Modelina;
}
