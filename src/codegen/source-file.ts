import { quote } from "./names.js";

const lineWidth = 140;

/** A module under construction: what is printed names its imports, and the import statements follow from that. */
export interface SourceFile {
  /** The local name of something that another module exports; an alias where that name is taken here. */
  import(name: string, from: string): string;
  /** The same, for a type. */
  importType(name: string, from: string): string;
  /** Adds one piece of text, a line break after it. */
  print(...parts: string[]): void;
  text(): string;
}

/** Names that generated modules use without importing them: an imported type called `Promise` must not hide the real one. */
const globals = ["Promise", "undefined", "Readonly", "Record"];

/**
 * @param header the first line, without `//`
 * @param declared names the module declares itself, which no import may take
 */
export function createSourceFile(header: string, declared: Iterable<string>): SourceFile {
  const taken = new Set<string>([...globals, ...declared]);
  const local = new Map<string, { from: string; name: string; local: string; type: boolean }>();
  const body: string[] = [];

  const add = (name: string, from: string, type: boolean): string => {
    const key = `${from}\n${name}`;
    const known = local.get(key);
    if (known) {
      known.type &&= type;
      return known.local;
    }
    let alias = name;
    for (let next = 1; taken.has(alias); next++) alias = `${name}_${next}`;
    taken.add(alias);
    local.set(key, { from, name, local: alias, type });
    return alias;
  };

  return {
    import: (name, from) => add(name, from, false),
    importType: (name, from) => add(name, from, true),
    print: (...parts) => void body.push(parts.join("")),
    text: () => {
      const imports = importStatements([...local.values()]);
      return `${[lineComment(header), ...imports, ...(imports.length > 0 ? [""] : []), ...body].join("\n")}\n`;
    },
  };
}

function importStatements(names: readonly { from: string; name: string; local: string; type: boolean }[]): string[] {
  const statements: string[] = [];
  for (const from of [...new Set(names.map((each) => each.from))].sort(moduleOrder)) {
    for (const type of [true, false]) {
      const list = names
        .filter((each) => each.from === from && each.type === type)
        .map((each) => (each.name === each.local ? each.name : `${each.name} as ${each.local}`))
        .sort();
      if (list.length > 0) statements.push(`import ${type ? "type " : ""}${braces(list)} from ${quote(from)};`);
    }
  }
  return statements;
}

/** Other packages before relative modules. */
function moduleOrder(left: string, right: string): number {
  const rank = (from: string): number => (from.startsWith(".") ? 1 : 0);
  return rank(left) - rank(right) || (left < right ? -1 : left > right ? 1 : 0);
}

/** `{ a, b }`, one name a line where that grows too long. */
export function braces(names: readonly string[]): string {
  const line = `{ ${names.join(", ")} }`;
  return line.length <= lineWidth - 40 ? line : `{\n${names.map((name) => `  ${name},\n`).join("")}}`;
}

/** `// text`; no text can end the comment early. */
export const lineComment = (text: string): string => `// ${text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ")}`;

/** A docblock before a declaration, or nothing. No text can end the comment early. */
export function docComment(paragraphs: readonly (string | undefined)[], indent = ""): string {
  const lines = paragraphs
    .flatMap((paragraph) => (paragraph ?? "").split(/[\n\r\u2028\u2029]+/))
    .map((line) =>
      line
        .replace(/\p{Cc}/gu, " ")
        .replaceAll("*/", "*\\/")
        .trimEnd(),
    )
    .filter((line) => line.trim() !== "");
  if (lines.length === 0) return "";
  if (lines.length === 1) return `${indent}/** ${lines[0]?.trim()} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join("")}${indent} */\n`;
}
