import type { Reading } from "../source/references.js";
import { get, isObject, type JsonObject } from "../source/tree.js";
import { didYouMean } from "../spelling.js";
import { type Group, groupSchemas, type Requirement } from "./groups.js";
import { matches } from "./paths.js";
import type { SchemaRegistry } from "./registry.js";

/**
 * Reports every name in a `required` list that nothing declares which is combined with it: the schemas around and in it that speak of
 * the same value, references followed both ways. Open objects that declare nothing at all are left alone: they are maps.
 */
export function checkRequired(reading: Reading, registry: SchemaRegistry): void {
  const groups = groupSchemas(registry);
  const families = new Families(groups);
  const met = new Set<string>();
  const unmet: { group: Group; requirement: Requirement; key: string }[] = [];
  for (const group of groups) {
    for (const requirement of group.requirements) {
      const place = reading.origins.atValue(requirement.list, requirement.index);
      const key = `${place.file}:${place.line}:${place.column}`;
      if (declares(group.nodes, requirement.name) || families.declares(group, requirement.name)) met.add(key);
      else unmet.push({ group, requirement, key });
    }
  }
  for (const { group, requirement, key } of unmet) {
    // A schema that something refers to may also be part of another, which declares the name.
    if (!met.has(key)) report(reading, families, group, requirement);
  }
  reportCircles(reading, registry, groups);
}

function report(reading: Reading, families: Families, group: Group, { name, list, index }: Requirement): void {
  const declared = families.declaredNames(group);
  if (declared.size === 0 && families.open(group)) return;
  const message = `"${name}" is required, but nothing declares a property of that name${didYouMean(name, declared)}`;
  reading.problems.add("error", "undeclared-required", reading.origins.atValue(list, index), message);
}

/** Which groups speak of the same value, through references in place. */
class Families {
  readonly #byId = new Map<string, Group>();
  readonly #users = new Map<string, Group[]>();

  constructor(groups: readonly Group[]) {
    for (const group of groups) {
      if (group.id !== undefined) this.#byId.set(group.id, group);
      for (const id of group.references) this.#users.set(id, [...(this.#users.get(id) ?? []), group]);
    }
  }

  declares(group: Group, name: string): boolean {
    return this.#family(group).some((member) => declares(member.nodes, name));
  }

  declaredNames(group: Group): Set<string> {
    return new Set(this.#family(group).flatMap(({ nodes }) => nodes.flatMap((node) => Object.keys(objectAt(node, "properties")))));
  }

  /** Nothing forbids further properties. */
  open(group: Group): boolean {
    return this.#family(group).every(({ nodes }) => nodes.every((node) => get(node, "additionalProperties") !== false));
  }

  /** The group, all that refer to it in place, directly or not, and all that these refer to. */
  #family(group: Group): Group[] {
    const above = closure([group], ({ id }) => (id === undefined ? [] : (this.#users.get(id) ?? [])));
    return closure(above, ({ references }) => [...references].flatMap((id) => this.#byId.get(id) ?? []));
  }
}

function closure(start: readonly Group[], next: (group: Group) => readonly Group[]): Group[] {
  const found = new Set(start);
  for (const group of found) for (const other of next(group)) found.add(other);
  return [...found];
}

function declares(nodes: readonly JsonObject[], name: string): boolean {
  return nodes.some(
    (node) =>
      Object.hasOwn(objectAt(node, "properties"), name) ||
      isObject(get(node, "additionalProperties")) ||
      Object.keys(objectAt(node, "patternProperties")).some((pattern) => matches(pattern, name)),
  );
}

function objectAt(node: JsonObject, key: string): JsonObject {
  const value = get(node, key);
  return isObject(value) ? value : {};
}

/** A schema that contains itself in place can check no value: a validator would never end. */
function reportCircles(reading: Reading, registry: SchemaRegistry, groups: readonly Group[]): void {
  const references = new Map(groups.flatMap((group) => (group.id === undefined ? [] : [[group.id, [...group.references]] as const])));
  const state = new Map<string, "open" | "done">();
  for (const start of references.keys()) {
    const path: { id: string; next: number }[] = state.has(start) ? [] : [{ id: start, next: 0 }];
    for (let step = path.at(-1); step !== undefined; step = path.at(-1)) {
      state.set(step.id, "open");
      const id = references.get(step.id)?.[step.next++];
      if (id === undefined) {
        state.set(step.id, "done");
        path.pop();
      } else if (state.get(id) === "open") {
        const schema = registry.schemas.get(id);
        if (schema !== undefined) {
          const message = `The schema "${schema.name}" contains itself in place, so that no value can be checked against it.`;
          reading.problems.add("error", "circular-ref", schema.location, message);
        }
      } else if (!state.has(id)) path.push({ id, next: 0 });
    }
  }
}
