import { type Problem, pascalCase, type Schema } from "#contract";
import { createDeclarer, type Declaration } from "./declare.js";
import { docOf } from "./doc.js";
import type { Resolve } from "./lanes.js";
import { createNames, qualifiedNames } from "./names.js";
import { createScope } from "./normalise.js";
import { printDeclarations } from "./print.js";
import { isMap, type Type, unknownType } from "./type.js";

/** A schema that needs a type of its own, and the name it would like. */
export interface TypeRoot {
  readonly schemaId: string;
  readonly preferredName: string;
}

export interface RenderedTypes {
  /** Exported TypeScript types, without imports and header; empty when there are none. */
  readonly text: string;
  /** The name of every declared schema, the roots' among them, by schema id. */
  readonly typeNameOf: ReadonlyMap<string, string>;
  /** What no type can express. With an `error` among them, do not write `text`. */
  readonly problems: readonly Problem[];
}

/**
 * All types one application needs, as the text of its `messages.ts` body, and the name each root schema got.
 * `reserved` are names the same module or its importers already use.
 */
export async function renderTypes(
  roots: readonly TypeRoot[],
  schemas: ReadonlyMap<string, Schema>,
  reserved: ReadonlySet<string> = new Set(),
): Promise<RenderedTypes> {
  const { resolve, endlessIds } = createScope(schemas);
  const reachable = reachableFrom(roots, resolve, schemas);
  const typeOf = new Map([...reachable].map((id) => [id, resolve.type(id) ?? unknownType]));
  const problems = [...endlessIds].flatMap((id) => schemas.get(id) ?? []).map(endless);
  const names = createNames(reserved);
  const typeNameOf = nameSchemas(roots, reachable, schemas, names.claim);
  const declarer = createDeclarer(names, (id) => {
    const name = typeNameOf.get(id);
    return name === undefined ? unknownType : { kind: "named", name, alias: !isInterface(typeOf.get(id)) };
  });
  const declarations: Declaration[] = [];
  for (const schema of inDocumentOrder([...reachable].flatMap((id) => schemas.get(id) ?? []))) {
    declarations.push(
      ...declarer.declare(typeNameOf.get(schema.id) ?? schema.name, typeOf.get(schema.id) ?? unknownType, docOf(schema.node)),
    );
    if (isUntyped(typeOf.get(schema.id))) problems.push(untyped(schema));
  }
  return { text: declarations.length === 0 ? "" : `${await printDeclarations(declarations)}\n`, typeNameOf, problems };
}

function isInterface(type: Type | undefined): boolean {
  return type?.kind === "object" && !isMap(type);
}

/** Every schema that the roots' types mention, in the order in which they are met. */
function reachableFrom(roots: readonly TypeRoot[], resolve: Resolve, schemas: ReadonlyMap<string, Schema>): ReadonlySet<string> {
  const met = new Set(roots.map((root) => root.schemaId).filter((id) => schemas.has(id)));
  for (const id of met) {
    for (const mentioned of mentions(resolve.type(id) ?? unknownType)) met.add(mentioned);
  }
  return met;
}

function mentions(type: Type): readonly string[] {
  switch (type.kind) {
    case "ref":
      return [type.id];
    case "array":
      return mentions(type.items);
    case "tuple":
      return [...type.items, ...(type.rest === undefined ? [] : [type.rest])].flatMap(mentions);
    case "object":
      return [...type.members, ...type.patterns, ...(typeof type.rest === "string" ? [] : [{ type: type.rest }])].flatMap((entry) =>
        mentions(entry.type),
      );
    case "union":
    case "intersection":
      return type.of.flatMap(mentions);
    default:
      return [];
  }
}

/** Roots choose their names first, then schemas in the order they are met; a second one of a name is qualified by where it stands. */
function nameSchemas(
  roots: readonly TypeRoot[],
  reachable: ReadonlySet<string>,
  schemas: ReadonlyMap<string, Schema>,
  claim: (candidates: readonly string[]) => string,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const preferred = new Map<string, Set<string>>();
  for (const { schemaId, preferredName } of roots) preferred.set(schemaId, (preferred.get(schemaId) ?? new Set()).add(preferredName));
  for (const id of reachable) {
    const [wish, ...others] = preferred.get(id) ?? [];
    const own = schemas.get(id)?.name ?? "";
    names.set(id, claim(qualifiedNames(id, pascalCase(wish === undefined || others.length > 0 ? own : wish) || pascalCase(own))));
  }
  return names;
}

function inDocumentOrder(schemas: readonly Schema[]): readonly Schema[] {
  const place = ({ location }: Schema): string =>
    `${location.file}\0${String(location.line).padStart(8, "0")}${String(location.column).padStart(6, "0")}`;
  return [...schemas].sort((left, right) => (place(left) < place(right) ? -1 : place(left) > place(right) ? 1 : 0));
}

function endless(schema: Schema): Problem {
  const message = `The schema ${schema.name} consists of itself: no value can be checked against it. Put the reference inside a property or an item.`;
  return { ...schema.location, severity: "error", code: "endless-schema", message };
}

function isUntyped(type: Type | undefined): boolean {
  if (type?.kind === "union") return type.untyped === true || type.of.some(isUntyped);
  if (type?.kind === "array") return isUntyped(type.items);
  return type?.kind === "object" && type.members.some((member) => isUntyped(member.type));
}

function untyped(schema: Schema): Problem {
  const message = `The schema ${schema.name} has keywords for objects or arrays but no \`type\`, so it accepts every other value too; say \`type: object\` or \`type: array\`.`;
  return { ...schema.location, severity: "warning", code: "type-not-stated", message };
}
