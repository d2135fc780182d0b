import { commentOf } from "./doc.js";
import { isMap, type Member, type ObjectType, type TupleType, type Type, templateOf, unionOf } from "./type.js";

/** Columns of a line of generated code. */
export const lineWidth = 140;

/** Prints an inner type in the manner of the outer one. */
type Print = (type: Type) => string;

/**
 * A type as TypeScript source, laid out as the project's formatter does. `used` columns of `width` stand before it on its line.
 * Further lines are indented from column 0; a union that takes several lines begins with a line break.
 */
export function expressionOf(type: Type, used: number, width: number): string {
  const flat = hasComment(type) ? undefined : flatExpression(type);
  if (flat !== undefined && used + flat.length < width) return flat;
  const inner: Print = (part) => expressionOf(part, used, width);
  switch (type.kind) {
    case "array":
      return `${operand(type.items, inner)}[]`;
    case "tuple":
      return `[\n${indent(tupleItems(type, (item) => expressionOf(item, 0, width - 3)).join(",\n"))},\n]`;
    case "object":
      return isMap(type) ? mapExpression(type, inner) : `{\n${indent(memberLines(type, width - 2).join("\n"))}\n}`;
    case "union":
      return isNullableObject(type.of) ? type.of.map(inner).join(" | ") : type.of.map((member) => unionLine(member, width)).join("");
    case "intersection":
      return type.of.map((part) => operand(part, inner)).join(" & ");
    default:
      return wordOf(type);
  }
}

/** The same on one line, however long. */
function flatExpression(type: Type): string {
  switch (type.kind) {
    case "array":
      return `${operand(type.items, flatExpression)}[]`;
    case "tuple":
      return `[${tupleItems(type, flatExpression).join(", ")}]`;
    case "object":
      return isMap(type) ? mapExpression(type, flatExpression) : `{ ${flatMembers(type).join("; ")} }`;
    case "union":
      return type.of
        .map((member) => (member.kind === "intersection" ? operand(member, flatExpression) : flatExpression(member)))
        .join(" | ");
    case "intersection":
      return type.of.map((part) => operand(part, flatExpression)).join(" & ");
    default:
      return wordOf(type);
  }
}

function wordOf(type: Type): string {
  if (type.kind === "literal") return typeof type.value === "string" ? quote(type.value) : String(type.value);
  if (type.kind === "ref") throw new Error(`The schema ${type.id} has no name yet.`);
  return type.kind === "named" ? type.name : type.kind;
}

/** A type where an operator follows or precedes it. */
function operand(type: Type, print: Print): string {
  if (type.kind !== "union" && type.kind !== "intersection") return print(type);
  const text = print(type);
  return text.startsWith("\n") ? `(${text}\n)` : `(${text})`;
}

function unionLine(member: Type, width: number): string {
  const print: Print = (type) => expressionOf(type, 0, width - 4);
  return `\n  | ${(member.kind === "intersection" ? operand(member, print) : print(member)).replaceAll("\n", "\n    ")}`;
}

function isNullableObject(members: readonly Type[]): boolean {
  return (
    members.length === 2 &&
    members.some(({ kind }) => kind === "null") &&
    members.some((member) => member.kind === "object" && !isMap(member))
  );
}

/** Optional and further items that mention an alias carry a label: without, TypeScript takes a recursive one for endless. */
function tupleItems(type: TupleType, print: Print): readonly string[] {
  const items = type.items.map((item, index) => {
    if (index < type.required) return print(item);
    return mentionsAlias(item) ? `item${index + 1}?: ${print(item)}` : `${operand(item, print)}?`;
  });
  if (type.rest === undefined) return items;
  return [...items, `...${mentionsAlias(type.rest) ? "rest: " : ""}${operand(type.rest, print)}[]`];
}

/** An alias that stands in its own `Record<…>` does not compile; in an index signature it does. */
function mapExpression(type: ObjectType, print: Print): string {
  const value = indexType(type) ?? { kind: type.rest === "open" ? "unknown" : "never" };
  return mentionsAlias(value) ? `{ [key: string]: ${print(value)} }` : `Record<string, ${print(value)}>`;
}

function mentionsAlias(type: Type): boolean {
  if (type.kind === "named") return type.alias;
  if (type.kind === "union" || type.kind === "intersection") return type.of.some(mentionsAlias);
  if (type.kind === "tuple") return type.items.some(mentionsAlias) || (type.rest !== undefined && mentionsAlias(type.rest));
  if (type.kind !== "object") return type.kind === "array" && mentionsAlias(type.items);
  return (
    [...type.members, ...type.patterns].some((entry) => mentionsAlias(entry.type)) ||
    (typeof type.rest === "object" && mentionsAlias(type.rest))
  );
}

function hasComment(type: Type): boolean {
  if (type.kind === "union" || type.kind === "intersection") return type.of.some(hasComment);
  if (type.kind === "tuple") return type.items.some(hasComment) || (type.rest !== undefined && hasComment(type.rest));
  if (type.kind !== "object") return type.kind === "array" && hasComment(type.items);
  const { members, patterns, rest } = type;
  return (
    members.some(({ doc }) => doc !== undefined) ||
    [...members, ...patterns].some((entry) => hasComment(entry.type)) ||
    (typeof rest === "object" && hasComment(rest))
  );
}

function flatMembers(type: ObjectType): readonly string[] {
  return [
    ...type.members.map((member) => `${keyOfMember(member.name, member.required)}: ${flatExpression(member.type)}`),
    ...signatures(type).map(([key, value]) => `[key: ${key}]: ${flatExpression(value)}`),
  ];
}

/** The lines inside an object: its members, then its index signatures. */
function memberLines(type: ObjectType, width: number): readonly string[] {
  return [...type.members.map((member) => memberLine(member, width)), ...signatureLines(type, width)];
}

/** A key with its type and comment. */
function memberLine(member: Member, width: number): string {
  const comment = commentOf(member.doc ?? [], width);
  const line = entryLine(keyOfMember(member.name, member.required), member.type, width);
  return comment === "" ? line : `${comment}\n${line}`;
}

function entryLine(key: string, type: Type, width: number): string {
  const text = expressionOf(type, key.length + 2, width);
  return `${key}:${text.startsWith("\n") ? "" : " "}${text};`;
}

/** A key as it stands in an interface: quoted where it is no identifier, with `?` where it may be absent. */
export function keyOfMember(name: string, required: boolean): string {
  const plain = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
  return `${plain ? name : quote(name)}${required ? "" : "?"}`;
}

/** The lines of an object's index signatures. */
export function signatureLines(type: ObjectType, width: number): readonly string[] {
  return signatures(type).map(([key, value]) => entryLine(`[key: ${key}]`, value, width));
}

/** Index signatures for patterns with a plain end, then the one for all other keys. */
function signatures(type: ObjectType): readonly (readonly [key: string, value: Type])[] {
  const templates = new Map<string, Type>();
  for (const { pattern, type: value } of type.patterns) {
    const template = templateOf(pattern);
    if (template !== undefined)
      templates.set(template, unionOf([...(templates.has(template) ? [templates.get(template) ?? value] : []), value]));
  }
  const index = indexType(type);
  return index === undefined ? [...templates] : [...templates, ["string", index]];
}

/** What any further key may hold; it must include what the known keys hold, or the interface would contradict itself. */
function indexType(type: ObjectType): Type | undefined {
  const loose = type.patterns.filter(({ pattern }) => templateOf(pattern) === undefined).map((entry) => entry.type);
  if (typeof type.rest === "string" && loose.length === 0) return undefined;
  const others: readonly Type[] = type.rest === "open" ? [{ kind: "unknown" }] : type.rest === "closed" ? [] : [type.rest];
  return unionOf([...others, ...loose, ...type.patterns.map((entry) => entry.type), ...type.members.map((member) => member.type)]);
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}

/** A string literal in the quotes that need fewer escapes. What a reader cannot see is written as an escape. */
function quote(text: string): string {
  const hidden = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
  const double = JSON.stringify(text).replace(hidden, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const doubles = text.split('"').length;
  return doubles > text.split("'").length ? `'${double.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'` : double;
}
