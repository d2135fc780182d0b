import { pascalCase } from "#contract";
import type { Names } from "./names.js";
import { tagOf, tagWord } from "./tags.js";
import { isMap, keyOf, type ObjectType, type Type, type UnionType } from "./type.js";

/** One exported type. An object with keys of its own becomes an interface, everything else a type alias. */
export interface Declaration {
  readonly name: string;
  readonly type: Type;
  readonly doc: readonly string[];
}

/** Where a type stands: in which declaration, and the name that this place gives to what has none. */
interface Place {
  readonly owner: string;
  readonly derived?: string;
}

/** Gives names to the objects inside types, so that every interface a reader meets has one. */
export interface Declarer {
  /** The declaration of `name`, followed by those of everything inside it that gets a name. */
  declare(name: string, type: Type, doc: readonly string[]): readonly Declaration[];
}

export function createDeclarer(names: Names, nameOf: (id: string) => Type): Declarer {
  const shared = new Map<string, Type>();
  return {
    declare(name, type, doc) {
      const inner: Declaration[] = [];
      const walk: Walk = { names, nameOf, shared, inner };
      const own = declareTop(walk, name, type, doc);
      return [own, ...inner];
    },
  };
}

interface Walk {
  readonly names: Names;
  readonly nameOf: (id: string) => Type;
  /** Inner types by wanted name and content: two that are the same in both are one. */
  readonly shared: Map<string, Type>;
  readonly inner: Declaration[];
}

function declareTop(walk: Walk, name: string, type: Type, doc: readonly string[]): Declaration {
  if (type.kind === "object" && !isMap(type)) return { name, doc, type: withMembers(walk, type, name) };
  if (type.kind === "union") return { name, doc, type: { kind: "union", of: variants(walk, type, { owner: name }) } };
  return { name, doc, type: settle(walk, type, { owner: name }) };
}

/** The same type with every inner object that deserves a name replaced by it. */
function settle(walk: Walk, type: Type, place: Place): Type {
  switch (type.kind) {
    case "ref":
      return walk.nameOf(type.id);
    case "object":
      return isMap(type) ? withMembers(walk, type, place.derived ?? place.owner) : settleObject(walk, type, place);
    case "array":
      return { kind: "array", items: settle(walk, type.items, { ...place, derived: `${place.derived ?? place.owner}Item` }) };
    case "tuple": {
      const items = type.items.map((item) => settle(walk, item, inline(place)));
      return type.rest === undefined ? { ...type, items } : { ...type, items, rest: settle(walk, type.rest, inline(place)) };
    }
    case "union":
      return titleOf(type) === undefined ? { kind: "union", of: variants(walk, type, place) } : hoist(walk, type, place);
    case "intersection":
      return { kind: "intersection", of: type.of.map((part) => settle(walk, part, inline(place))) };
    default:
      return type;
  }
}

function inline(place: Place): Place {
  return { owner: place.owner };
}

function settleObject(walk: Walk, type: ObjectType, place: Place): Type {
  return titleOf(type) === undefined && place.derived === undefined ? withMembers(walk, type, place.owner) : hoist(walk, type, place);
}

function withMembers(walk: Walk, type: ObjectType, owner: string): ObjectType {
  return {
    ...type,
    members: type.members.map((member) => ({
      ...member,
      type: settle(walk, member.type, { owner, derived: `${owner}${pascalCase(member.name) || "Property"}` }),
    })),
    patterns: type.patterns.map((entry) => ({ ...entry, type: settle(walk, entry.type, { owner, derived: `${owner}Value` }) })),
    rest: typeof type.rest === "string" ? type.rest : settle(walk, type.rest, { owner, derived: `${owner}Value` }),
  };
}

/** Members of a union: named by title, else by the value of their tag, else by the place when only one of them needs a name. */
function variants(walk: Walk, type: UnionType, place: Place): readonly Type[] {
  const objects = type.of.filter((member): member is ObjectType => member.kind === "object" && !isMap(member));
  const tag = tagOf(objects);
  return type.of.map((member) => {
    if (member.kind !== "object" || isMap(member)) return settle(walk, member, place);
    const word = tag === undefined ? "" : tagWord(member, tag);
    if (word !== "") return settle(walk, member, { owner: place.owner, derived: `${place.derived ?? place.owner}${word}` });
    return settle(walk, member, objects.length === 1 ? place : inline(place));
  });
}

/** A title names a type when it is a name; a whole sentence describes one. */
function titleOf(type: ObjectType | UnionType): string | undefined {
  const name = type.title === undefined || type.title.trim().split(/\s+/).length > 5 ? "" : pascalCase(type.title);
  return name === "" ? undefined : name;
}

function hoist(walk: Walk, type: ObjectType | UnionType, place: Place): Type {
  const title = titleOf(type);
  const wanted = title ?? place.derived ?? place.owner;
  const key = `${wanted} ${keyOf(type)}`;
  const known = walk.shared.get(key);
  if (known !== undefined) return known;
  const qualified =
    title === undefined ? [`${wanted}Object`] : [`${place.owner}${title}`, ...(place.derived === undefined ? [] : [place.derived])];
  const name = walk.names.claim([wanted, ...qualified]);
  const named: Type = { kind: "named", name, alias: type.kind !== "object" };
  walk.shared.set(key, named);
  const position = walk.inner.length;
  const declaration = declareTop(walk, name, type, type.doc ?? []);
  walk.inner.splice(position, 0, declaration);
  return named;
}
