import { createHash } from "node:crypto";
import { normalize } from "node:path/posix";
import { type Application, type ContractSet, deriveTopologies, type Problem, type Schema, type Topology } from "#contract";
import { nameApplication } from "./application-names.js";
import type { Cache } from "./cache.js";
import { type ApplicationView, rootSchemas } from "./emit/application-view.js";
import { emitContract } from "./emit/contract.js";
import { headerFor } from "./emit/header.js";
import { emitOperations } from "./emit/operations.js";
import { repliesLeftOut } from "./emit/replies-left-out.js";
import { emitTopology } from "./emit/topology.js";
import { emitValidatorTypes } from "./emit/validators-types.js";
import { checkExamples } from "./examples.js";
import { lineComment } from "./source-file.js";
import { renderTypes } from "./types/render-types.js";
import { reachableSchemas } from "./validators/compile.js";
import { renderValidators } from "./validators/standalone.js";

/** One file to be: its path under the output folder, with `/`, and all of its text. */
export interface FilePlan {
  readonly path: string;
  readonly text: string;
}

export interface Plan {
  readonly files: readonly FilePlan[];
  /** What cannot be generated. With an `error` among them, the files are not all there. */
  readonly problems: readonly Problem[];
}

export interface PlanOptions {
  /** The module that generated code imports the runtime from; a relative one as seen from the output folder. */
  readonly runtime: string;
  /** What the AsyncAPI folder is called in header lines: `asyncapi`. */
  readonly sourceFolder: string;
}

/** Renders every application of a contract set. The same set and options give the same text, always. */
export async function planFiles(set: ContractSet, options: PlanOptions, cache?: Cache): Promise<Plan> {
  const plans: Plan[] = [];
  const topologies = deriveTopologies(set);
  for (const application of set.applications) {
    const topology = topologies.get(application.id) ?? { exchanges: [], queues: [], bindings: [] };
    const roots = rootSchemas(application);
    const schemas = new Map(
      reachableSchemas(
        roots.map((root) => root.schemaId),
        set.schemas,
      ).map((schema) => [schema.id, schema]),
    );
    const render = (): Promise<Plan> => planApplication(application, topology, schemas, options);
    const key = (): string => contentKey([application, topology, [...schemas.values()], options]);
    plans.push(cache ? await cache.keep(key(), render) : await render());
  }
  return { files: plans.flatMap((plan) => plan.files), problems: plans.flatMap((plan) => plan.problems) };
}

/** What stands for some content, whatever its size. */
export const contentKey = (content: unknown): string => createHash("sha256").update(JSON.stringify(content)).digest("hex");

async function planApplication(
  application: Application,
  topology: Topology,
  schemas: ReadonlyMap<string, Schema>,
  options: PlanOptions,
): Promise<Plan> {
  const names = nameApplication(application);
  const roots = rootSchemas(application);
  const types = await renderTypes(roots, schemas, new Set([names.handlers, names.publisher, names.requester, names.contract]));
  const problems = [...names.problems, ...types.problems, ...repliesLeftOut(application)];
  if (problems.some((problem) => problem.severity === "error")) return { files: [], problems };

  const typeOf = (schemaId: string): string => types.typeNameOf.get(schemaId) ?? "unknown";
  const header = headerFor(`${options.sourceFolder}/${application.location.file}`);
  const view: ApplicationView = {
    application,
    names,
    header,
    runtime: seenFrom(application.id, options.runtime),
    typeOf,
    validatorOf: (id) => `validate${typeOf(id)}`,
  };
  const rootIds = [...new Set(roots.map((root) => root.schemaId))];
  const validators = await renderValidators(
    rootIds.map((schemaId) => ({ schemaId, name: view.validatorOf(schemaId) })),
    schemas,
  );
  const first = `${lineComment(header)}\n`;
  const texts: Record<string, string> = {
    "messages.ts": `${first}\n${types.text || "export {};\n"}`,
    "validators.js": `${first}\n${validators.text}`,
    "validators.d.ts": emitValidatorTypes(view, rootIds),
    "topology.ts": emitTopology(view, topology),
    "operations.ts": emitOperations(view, schemas),
    "index.ts": emitContract(view, schemas, exportedTypes(types.text)),
  };
  const files = Object.entries(texts).map(([name, text]) => ({ path: `${application.id}/${name}`, text }));
  const examples = validators.problems.length > 0 ? [] : checkExamples(application, schemas);
  return { files, problems: [...problems, ...validators.problems, ...examples] };
}

/** A module's name in the files of an application: a relative one has further to go the deeper the application lies. */
const seenFrom = (applicationId: string, module: string): string =>
  /^\.\.?\//.test(module) ? "../".repeat(applicationId.split("/").length) + normalize(module) : module;

/** Names of the types that a module's text exports. */
const exportedTypes = (text: string): string[] =>
  [...text.matchAll(/^export (?:type|interface) ([\p{ID_Continue}$]+)/gmu)].map((match) => match[1] ?? "");
