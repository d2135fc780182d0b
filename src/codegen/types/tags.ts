import { pascalCase } from "#contract";
import type { ObjectType, Type } from "./type.js";

/** The key whose value tells objects apart: required in each, with constants that no other of them has. */
export function tagOf(objects: readonly ObjectType[]): string | undefined {
  const [first, ...others] = objects;
  if (first === undefined || others.length === 0) return undefined;
  return first.members.map(({ name }) => name).find((name) => tellsApart(objects, name));
}

function tellsApart(objects: readonly ObjectType[], name: string): boolean {
  const seen = new Set<string>();
  return objects.every((object) => {
    const values = tagValues(object, name);
    return values?.every((value) => !seen.has(value) && seen.add(value));
  });
}

/** The constants that a required key of an object may have, as text; undefined where it may have others. */
function tagValues(object: ObjectType, name: string): readonly string[] | undefined {
  const member = object.members.find((candidate) => candidate.name === name);
  if (member?.required !== true) return undefined;
  const values = constantsOf(member.type)?.map((type) => (type.kind === "literal" ? String(type.value) : "null"));
  return values === undefined || values.length === 0 ? undefined : values;
}

/** The members of a type that consists of constants alone. */
export function constantsOf(type: Type): readonly Type[] | undefined {
  if (type.kind === "boolean") return [true, false].map((value) => ({ kind: "literal", value }));
  const members = type.kind === "union" ? type.of : [type];
  return members.every(({ kind }) => kind === "literal" || kind === "null") ? members : undefined;
}

/** What the tag's value adds to a type's name: `Card`, `CashOrBank`, and `Other` for a long list. Empty when nothing of it can stand in a name. */
export function tagWord(object: ObjectType, tag: string): string {
  const words = (tagValues(object, tag) ?? []).map((value) => pascalCase(value).replace(/^_/, ""));
  if (words.length === 0 || words.includes("")) return "";
  return words.length > 3 ? "Other" : words.join("Or");
}
