/** What a source file says about others, read with TypeScript's own scanner: comments and strings do not confuse it. */
import { posix } from "node:path";
import ts from "typescript";

/** Paths relative to the repository, with `/`, and their texts. */
export type Sources = ReadonlyMap<string, string>;

export interface Import {
  /** As written. */
  readonly specifier: string;
  readonly line: number;
}

const lineAt = (text: string, position: number): number => text.slice(0, position).split("\n").length;

/** Every import, type-only, re-exporting and dynamic ones included. */
export const importsOf = (text: string): readonly Import[] =>
  ts.preProcessFile(text, true, true).importedFiles.map(({ fileName, pos }) => ({ specifier: fileName, line: lineAt(text, pos) }));

/** Lines with `export *`. */
export const starExportsOf = (path: string, text: string): readonly number[] => {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest);
  return file.statements
    .filter((statement) => ts.isExportDeclaration(statement) && statement.exportClause === undefined)
    .map((statement) => lineAt(text, statement.getStart(file)));
};

const isEnvironment = (node: ts.Node, file: ts.SourceFile): boolean => {
  if (ts.isPropertyAccessExpression(node)) return node.expression.getText(file) === "process" && node.name.text === "env";
  if (ts.isElementAccessExpression(node)) return /^process\[\s*["'`]env["'`]\s*\]$/.test(node.getText(file));
  if (ts.isBindingElement(node)) return (node.propertyName ?? node.name).getText(file) === "env" && isProcess(node.parent.parent, file);
  return ts.isImportSpecifier(node) && (node.propertyName ?? node.name).text === "env" && isProcess(node.parent.parent.parent, file);
};

const isProcess = (node: ts.Node, file: ts.SourceFile): boolean => {
  if (ts.isVariableDeclaration(node)) return node.initializer?.getText(file) === "process";
  return ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier) && /^(node:)?process$/.test(node.moduleSpecifier.text);
};

/** Lines that read the process environment, however it is spelt. */
export const environmentReadsOf = (path: string, text: string): readonly number[] => {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const lines: number[] = [];
  const visit = (node: ts.Node): void => {
    if (isEnvironment(node, file)) lines.push(lineAt(text, node.getStart(file)));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return lines;
};

const rooms = /^#(contract|codegen|compatibility|dead-letters|messaging|topology|persistence|http|host|portal)$/;

/** The repository path that a specifier means; undefined for packages and Node's own modules. */
export const resolve = (from: string, specifier: string, sources: Sources): string | undefined => {
  const room = rooms.exec(specifier)?.[1];
  if (room !== undefined) return `src/${room}/index.ts`;
  const path = specifier.startsWith("#generated/")
    ? specifier.slice(1)
    : specifier.startsWith(".")
      ? posix.join(posix.dirname(from), specifier)
      : undefined;
  if (path === undefined) return undefined;
  const stem = path.replace(/\.js$/, "");
  return [path, `${stem}.ts`, `${stem}.tsx`, `${stem}.d.ts`].find((candidate) => sources.has(candidate)) ?? path;
};

/** `@scope/name` or `name` of a package specifier. */
export const packageOf = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
