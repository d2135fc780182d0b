import { stat } from "node:fs/promises";
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import { type ContractSet, type Problem, readContracts, routeContracts, topologyConflicts } from "#contract";
import { openCache, trimCache } from "./cache.js";
import { generatorVersion } from "./generator-version.js";
import { planHttp } from "./openapi/plan.js";
import { type OpenApiSet, readOpenApi } from "./openapi/read.js";
import { type FilePlan, type Plan, planFiles } from "./plan.js";
import { arrange, placedBelow } from "./problem-places.js";

export interface GeneratorOptions {
  /** Folder of the AsyncAPI documents. */
  readonly asyncapi: string;
  /** Folder of the OpenAPI documents; need not exist. */
  readonly openapi: string;
  /** The module that generated code imports the runtime from; a relative one as seen from the output folder. @default "#messaging" */
  readonly runtime?: string;
  /** Where results are kept between runs. @default ".warren/cache" */
  readonly cacheFolder?: string;
}

/** All that a run found and would write. */
export interface Generation {
  readonly files: readonly FilePlan[];
  /** Located relative to the working directory. With an `error` among them, `files` must not be written. */
  readonly problems: readonly Problem[];
  /** How many applications the documents describe. */
  readonly applications: number;
  /** Absolute paths of every document that was read. */
  readonly inputs: readonly string[];
}

/** Turns documents into file plans, as often as asked; what did not change since the last time is not done again. */
export interface Generator {
  run(): Promise<Generation>;
}

export function createGenerator(options: GeneratorOptions): Generator {
  const cacheFolder = resolve(options.cacheFolder ?? ".warren/cache");
  const codeCache = join(cacheFolder, "code");
  const cache = openCache(codeCache, generatorVersion());
  const asyncapiName = displayName(options.asyncapi);
  const openapiName = displayName(options.openapi);

  const http = async (): Promise<{ set: OpenApiSet; files: readonly FilePlan[] }> => {
    const set = await readOpenApi(resolve(options.openapi));
    return { set, files: hasErrors(set.problems) ? [] : await planHttp(set.documents, openapiName, cache) };
  };

  const messaging = async (): Promise<{ set: ContractSet; plan: Plan }> => {
    const set = await readContracts(resolve(options.asyncapi), { cacheFolder });
    if (hasErrors(set.problems)) return { set, plan: { files: [], problems: [] } };
    const { files, problems } = await planFiles(set, { runtime: options.runtime ?? "#messaging", sourceFolder: asyncapiName }, cache);
    return { set, plan: { files, problems: [...problems, ...topologyConflicts(set), ...routeContracts(set).problems] } };
  };

  return {
    async run() {
      const missing = await missingFolder(options.asyncapi);
      if (missing) return { files: [], problems: [missing], applications: 0, inputs: [] };
      // Side by side from the start: each has a slow library to load, on a thread of its own.
      const [web, bus] = await Promise.all([http(), messaging()]);
      await trimCache(codeCache);
      return {
        files: [...bus.plan.files, ...web.files],
        problems: arrange([
          ...placedBelow(options.asyncapi, bus.set.problems),
          ...placedBelow(options.openapi, web.set.problems),
          ...placedBelow(options.asyncapi, bus.plan.problems),
        ]),
        applications: new Set([...bus.set.applications, ...web.set.documents].map(({ id }) => id)).size,
        inputs: [...bus.set.files, ...web.set.files].sort(),
      };
    },
  };
}

export const hasErrors = (problems: readonly Problem[]): boolean => problems.some((problem) => problem.severity === "error");

/** How a folder is named in header lines, which are the same on every machine: as seen from the working directory; from elsewhere, by its own name. */
function displayName(folder: string): string {
  const path = relative("", resolve(folder)).split(sep).join("/");
  return path === "" || path.startsWith("..") || isAbsolute(path) ? basename(resolve(folder)) : path;
}

async function missingFolder(folder: string): Promise<Problem | undefined> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return undefined;
  return {
    file: folder,
    line: 1,
    column: 1,
    severity: "error",
    code: "no-documents",
    message: "There is no such folder of AsyncAPI documents.",
  };
}
