import { commentOf } from "./doc.js";
import { isMap, type Member, type ObjectType, type TupleType, type Type, templateOf, unionOf } from "./type.js";

/** Columns of a line of generated code. */
export const lineWidth = 140;

/** A type as TypeScript source. Inner lines of objects are indented from column 0. */
export function expressionOf(type: Type): string {
  switch (type.kind) {
    case "literal":
      return typeof type.value === "string" ? quote(type.value) : String(type.value);
    case "array":
      return `${operand(type.items)}[]`;
    case "tuple":
      return tupleExpression(type);
    case "object":
      return isMap(type) ? mapExpression(type) : `{\n${indent(memberLines(type).join("\n"))}\n}`;
    case "union":
      return type.of.map((member) => (member.kind === "intersection" ? `(${expressionOf(member)})` : expressionOf(member))).join(" | ");
    case "intersection":
      return type.of.map(operand).join(" & ");
    case "named":
      return type.name;
    case "ref":
      throw new Error(`The schema ${type.id} has no name yet.`);
    default:
      return type.kind;
  }
}

function operand(type: Type): string {
  return type.kind === "union" || type.kind === "intersection" ? `(${expressionOf(type)})` : expressionOf(type);
}

function tupleExpression(type: TupleType): string {
  const items = type.items.map((item, index) => (index < type.required ? expressionOf(item) : `${operand(item)}?`));
  if (type.rest !== undefined) items.push(`...${operand(type.rest)}[]`);
  return `[${items.join(", ")}]`;
}

/** An alias that stands in its own `Record<…>` does not compile; in an index signature it does. */
function mapExpression(type: ObjectType): string {
  const value = indexType(type) ?? { kind: type.rest === "open" ? "unknown" : "never" };
  return mentionsAlias(value) ? `{ [key: string]: ${expressionOf(value)} }` : `Record<string, ${expressionOf(value)}>`;
}

function mentionsAlias(type: Type): boolean {
  if (type.kind === "named") return type.alias;
  if (type.kind === "union" || type.kind === "intersection") return type.of.some(mentionsAlias);
  if (type.kind === "tuple") return [...type.items, ...(type.rest === undefined ? [] : [type.rest])].some(mentionsAlias);
  return type.kind === "array" ? mentionsAlias(type.items) : type.kind === "object";
}

/** The lines inside an object: its members, then its index signatures. */
function memberLines(type: ObjectType): readonly string[] {
  return [
    ...type.members.map((member) => withComment(member, `${keyExpression(member)}: ${broken(member.type, `${keyExpression(member)}: `)};`)),
    ...signatureLines(type),
  ];
}

export function withComment(member: Pick<Member, "doc">, line: string): string {
  const comment = commentOf(member.doc ?? [], lineWidth - 2);
  return comment === "" ? line : `${comment}\n${line}`;
}

export function keyExpression(member: Pick<Member, "name" | "required">): string {
  const plain = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(member.name);
  return `${plain ? member.name : quote(member.name)}${member.required ? "" : "?"}`;
}

/** Index signatures for patterns with a plain end, then the one for all other keys. */
export function signatureLines(type: ObjectType): readonly string[] {
  const lines = type.patterns.flatMap(({ pattern, type: value }) => {
    const template = templateOf(pattern);
    return template === undefined ? [] : [`[key: ${template}]: ${expressionOf(value)};`];
  });
  const index = indexType(type);
  return index === undefined ? lines : [...new Set(lines), `[key: string]: ${expressionOf(index)};`];
}

/** What any further key may hold; it must include what the known keys hold, or the interface would contradict itself. */
function indexType(type: ObjectType): Type | undefined {
  const loose = type.patterns.filter(({ pattern }) => templateOf(pattern) === undefined).map((entry) => entry.type);
  if (typeof type.rest === "string" && loose.length === 0) return undefined;
  const others: Type[] = type.rest === "open" ? [{ kind: "unknown" }] : type.rest === "closed" ? [] : [type.rest];
  return unionOf([...others, ...loose, ...type.patterns.map((entry) => entry.type), ...type.members.map((member) => member.type)]);
}

/** A type after `before`, a long union with one member on each line. */
export function broken(type: Type, before: string): string {
  const text = expressionOf(type);
  const first = text.split("\n", 1)[0] ?? "";
  if (type.kind !== "union" || before.length + first.length + 3 <= lineWidth) return text;
  return type.of
    .map((member) => `\n  | ${indent(member.kind === "intersection" ? `(${expressionOf(member)})` : expressionOf(member)).trimStart()}`)
    .join("");
}

export function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}

export function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
