import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Ajv } from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import type { Problem, Schema } from "#contract";
import { createSchemaCompiler, reachableSchemas } from "./compile.js";
import { functionFormats } from "./formats.js";
import { schemaIdOf, schemaUri } from "./normalise.js";

/** One validator to generate: the exported constant and the schema it holds values to. */
export interface ValidatorRequest {
  readonly name: string;
  readonly schemaId: string;
}

/** What Ajv's standalone code calls by `require`, and our function of the same meaning. */
const runtimeNames: ReadonlyMap<string, string> = new Map([
  ['require("ajv/dist/runtime/ucs2length").default', "characters"],
  ['require("ajv/dist/runtime/equal").default', "same"],
]);
const runtimeFolder = join(dirname(fileURLToPath(import.meta.url)), "runtime");

/**
 * The text of an ES module that exports the validators and imports nothing (https://ajv.js.org/standalone.html, bundled with esbuild).
 * Faults stop at the first: a hostile message must not buy memory with errors. `warren validate` lists them all.
 */
export async function renderValidators(
  requests: readonly ValidatorRequest[],
  schemas: ReadonlyMap<string, Schema>,
): Promise<{ readonly text: string; readonly problems: readonly Problem[] }> {
  if (requests.length === 0) return { text: "export {};\n", problems: [] };
  const used = reachableSchemas(
    requests.map((request) => request.schemaId),
    schemas,
  );
  const ajv = createSchemaCompiler(used, { allErrors: false });
  const problems = requests.flatMap((request) => compileProblem(ajv, request, schemas));
  if (problems.length > 0) return { text: "", problems };
  return { text: await bundle(standaloneModule(ajv, requests)), problems };
}

/** Ajv takes ASCII names only; a validator of another script is exported under a stand-in, which then gets its real name. */
function standaloneModule(ajv: Ajv, requests: readonly ValidatorRequest[]): string {
  const named = requests.map(({ name, schemaId }, index) => ({ name, alias: /^[\w$]+$/.test(name) ? name : `named${index}`, schemaId }));
  const exportsOf = Object.fromEntries(named.map(({ alias, schemaId }) => [alias, schemaUri(schemaId)]));
  let code = standaloneCode.default(ajv, exportsOf);
  for (const { name, alias } of named) code = code.replace(`export const ${alias} = `, () => `export const ${name} = `);
  return code;
}

/** What Ajv refuses to compile, told where the document says it. */
function compileProblem(ajv: Ajv, request: ValidatorRequest, schemas: ReadonlyMap<string, Schema>): Problem[] {
  try {
    if (ajv.getSchema(schemaUri(request.schemaId)) !== undefined) return [];
    throw new Error("it is not part of the documents");
  } catch (error) {
    const schema = schemas.get(request.schemaId);
    const reason = error instanceof Error ? error.message : String(error);
    const location = schema?.location ?? { file: request.schemaId, line: 1, column: 1 };
    const name = schema?.name ?? request.schemaId;
    return [{ ...location, severity: "error", code: "schema-not-usable", message: `No validator can be made for "${name}": ${reason}.` }];
  }
}

async function bundle(ajvCode: string): Promise<string> {
  let code = ajvCode;
  for (const [call, name] of runtimeNames) code = code.replaceAll(call, name);
  code = code.replace(
    /(schemaPath:"|schemaPath: ")(warren:[^"/]+)/g,
    (_whole, before: string, uri: string) => before + JSON.stringify(schemaIdOf(uri)).slice(1, -1),
  );
  const used = [...functionFormats].filter(([name]) => code.includes(`formats${name.includes("-") ? `["${name}"]` : `.${name}`}`));
  const imports = [
    `import { characters, same } from "./values.ts";`,
    used.length > 0 ? `import { ${used.map(([, each]) => each.name).join(", ")} } from "./formats.ts";` : "",
    `const formats = { ${used.map(([name, each]) => `${JSON.stringify(name)}: ${formatValue(each)}`).join(", ")} };`,
  ];
  // Imported here: esbuild starts a process of its own, which only generating should pay for.
  const { build } = await import("esbuild");
  const result = await build({
    stdin: {
      contents: `${imports.join("\n")}\n${code.replace('"use strict";', "")}`,
      resolveDir: runtimeFolder,
      sourcefile: "validators",
      loader: "js",
    },
    absWorkingDir: runtimeFolder,
    bundle: true,
    format: "esm",
    target: "es2022",
    write: false,
    logLevel: "silent",
  });
  return result.outputFiles.map((file) => file.text).join("");
}

const formatValue = (each: { readonly name: string; readonly format: unknown }): string =>
  typeof each.format === "function" ? each.name : `{ validate: ${each.name} }`;
