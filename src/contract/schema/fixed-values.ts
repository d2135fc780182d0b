import type { Json } from "../model.js";
import { isReference } from "../source/references.js";
import { get, isList, isObject, type JsonObject } from "../source/tree.js";
import { below } from "./paths.js";
import type { SchemaRegistry } from "./registry.js";

/**
 * The values that may stand at a path of what a schema describes, where `const` and `enum` say them all; undefined where they do not. Some
 * of them other keywords may refuse.
 */
export function fixedValues(registry: SchemaRegistry, id: string, path: readonly string[]): readonly Json[] | undefined {
  return valuesAt(registry, registry.schemas.get(id)?.written ?? true, path, new Set());
}

type Values = readonly Json[] | undefined;

function valuesAt(registry: SchemaRegistry, schema: Json, path: readonly string[], around: ReadonlySet<Json>): Values {
  if (schema === false) return [];
  if (!isObject(schema) || around.has(schema)) return undefined;
  const inner = new Set(around).add(schema);
  const of = (each: Json): Values => valuesAt(registry, each, path, inner);
  if (isReference(schema)) return of(registry.schemas.get(registry.idOf(schema) ?? "")?.written ?? true);
  const [step, ...rest] = path;
  const own = step === undefined ? [listed(schema)] : below(schema, step).map((each) => valuesAt(registry, each, rest, new Set()));
  return together([
    ...own,
    ...branches(schema, "allOf").map(of),
    ...["anyOf", "oneOf"].map((key) => either(branches(schema, key).map(of))),
  ]);
}

function listed(schema: JsonObject): Values {
  const [fixed, several] = [get(schema, "const"), get(schema, "enum")];
  if (fixed !== undefined) return [fixed];
  return isList(several) ? several : undefined;
}

/** What all allow; the open ones allow anything. */
function together(all: readonly Values[]): Values {
  const [first, ...others] = all.filter((values) => values !== undefined);
  return first?.filter((value) => others.every((values) => values.some((other) => same(value, other))));
}

/** What any allows; no branches say nothing. */
function either(all: readonly Values[]): Values {
  const known = all.filter((values) => values !== undefined);
  return all.length === 0 || known.length < all.length ? undefined : known.flat();
}

const branches = (schema: JsonObject, key: string): readonly Json[] => {
  const list = get(schema, key);
  return isList(list) ? list : [];
};

const same = (one: Json, other: Json): boolean => JSON.stringify(one) === JSON.stringify(other);
