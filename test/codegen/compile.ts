import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import ts from "typescript";

const root = join(import.meta.dirname, "../..");

/** Everything strict, declarations checked too: what the strictest user of generated code would set. */
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  resolveJsonModule: true,
  skipLibCheck: false,
  noEmit: true,
};

/** A runtime module with the real runtime's vocabulary and none of its machinery. */
const runtimeModule = "runtime.ts";
const runtimeText = `
export type {
  Answer, ApplicationContract, AskRequest, HandlerContext, PublishOptions, ReceiveOperation, Received, RequestOperation, Renamed, RequestOptions, SendOperation,
  SendRequest, Topology, Unfilled, Validator,
} from "<root>/src/messaging/descriptors.js";
export { route } from "<root>/src/messaging/route.js";
`;

/** What the compiler says against some files, one line per error. They are laid out in a folder of their own, beside {@link runtimeModule}. */
export async function compile(files: readonly { readonly path: string; readonly text: string }[]): Promise<string[]> {
  await mkdir(join(root, ".warren"), { recursive: true });
  const folder = await mkdtemp(join(root, ".warren/compile-"));
  try {
    const all = [
      ...files,
      { path: runtimeModule, text: runtimeText.replaceAll("<root>", relative(folder, root)) },
      { path: "package.json", text: '{"type":"module"}' },
    ];
    for (const { path, text } of all) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const sources = all.filter(({ path }) => /\.ts$/.test(path)).map(({ path }) => join(folder, path));
    return ts.getPreEmitDiagnostics(ts.createProgram(sources, options)).map((diagnostic) => describe(diagnostic, folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function describe(diagnostic: ts.Diagnostic, folder: string): string {
  const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
  if (!diagnostic.file) return message;
  const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
  return `${relative(folder, diagnostic.file.fileName)}:${line + 1} ${message}`;
}
