import type { Json, Schema } from "#contract";
import type { Resolve } from "./lanes.js";
import type { Type } from "./type.js";

/** A schema that is not a boolean. */
export type Node = { readonly [keyword: string]: Json };

/** What turning schemas into types needs. */
export interface Scope {
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly resolve: Resolve;
  /** Schemas that consist of themselves: they have no finite type, and a validator of one never ends. They count as `unknown`. */
  readonly endlessIds: ReadonlySet<string>;
  /** The type of a schema inside another one; `at` is its id there. */
  readonly child: (node: Json | undefined, at: string) => Type;
}

/** `Array.isArray`, without its `any`. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function listOf(value: Json | undefined): readonly Json[] {
  return isList(value) ? value : [];
}
