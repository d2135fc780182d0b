import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = "/corpus";
const libraries = dirname(fileURLToPath(import.meta.resolve("typescript")));

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ["lib.es2023.d.ts"],
  types: [],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  strict: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  noEmit: true,
};

/** An error of the compiler: in which file, on which line (from 0), and what. */
export interface CompilerError {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Compiles files that exist only in memory, all in one program. */
export function compileAll(files: ReadonlyMap<string, string>): readonly CompilerError[] {
  const sources = new Map([...files, ["package.json", '{ "type": "module" }']].map(([name, text]) => [`${root}/${name}`, text ?? ""]));
  const host = ts.createCompilerHost(compilerOptions);
  const readLibrary = host.getSourceFile.bind(host);
  host.getCurrentDirectory = () => root;
  host.getDefaultLibLocation = () => libraries;
  host.fileExists = (name) => sources.has(name) || ts.sys.fileExists(name);
  host.readFile = (name) => sources.get(name) ?? ts.sys.readFile(name);
  host.directoryExists = (name) => name === root || name.startsWith(`${root}/`) || ts.sys.directoryExists(name);
  host.getSourceFile = (name, options) => {
    const text = sources.get(name);
    return text === undefined ? readLibrary(name, options) : ts.createSourceFile(name, text, options);
  };
  const names = [...sources.keys()].filter((name) => name.endsWith(".ts"));
  const program = ts.createProgram(names, compilerOptions, host);
  return ts.getPreEmitDiagnostics(program).map((diagnostic) => ({
    file: (diagnostic.file?.fileName ?? "").replace(`${root}/`, ""),
    line: diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0,
    text: ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"),
  }));
}
