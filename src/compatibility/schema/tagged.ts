import type { Json } from "#contract";
import { canonical } from "./json.js";
import { type Node, resolved } from "./node.js";
import { bitOf } from "./types.js";

/** Whether no value satisfies two of the branches, because all are objects that must have a property with a value of its own in each. */
export function areTagged(branches: readonly Node[]): boolean {
  const [first] = branches;
  if (first === undefined || branches.length < 2) return false;
  return requiredOf(first).some((name) => {
    const taken = new Set<string>();
    return branches.every((branch) => {
      const values = tagsOf(branch, name);
      if (values === undefined || values.some((value) => taken.has(canonical(value)))) return false;
      for (const value of values) taken.add(canonical(value));
      return true;
    });
  });
}

const requiredOf = (node: Node): readonly string[] => resolved(node).keywords?.required ?? [];

/** The values that a property may have in a branch; undefined where it may have others, or be missing, or where the branch takes more than objects. */
function tagsOf(branch: Node, name: string): readonly Json[] | undefined {
  const { keywords } = resolved(branch);
  if (keywords?.types !== bitOf("object") || keywords.required?.includes(name) !== true) return undefined;
  const tag = keywords.properties?.get(name);
  return tag === undefined ? undefined : resolved(tag).keywords?.sets?.[0]?.values;
}
