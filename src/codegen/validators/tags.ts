/** A property with a value of its own in each branch of a union. */
export interface Tag {
  readonly property: string;
  /** One per branch, in order; all different. */
  readonly values: readonly (string | number | boolean | null)[];
}

/** A schema in which `$ref`s are looked up with `resolve`. */
type Node = unknown;
type Resolve = (ref: string) => Node;
type Scalar = string | number | boolean | null;

/** What a schema demands of an object for certain: collected from itself, its `$ref` and its `allOf`. */
interface Demands {
  object: boolean;
  readonly required: Set<string>;
  readonly constants: Map<string, Scalar>;
}

/**
 * The tag of a union, if it has one: each branch takes objects only, requires the property, and allows it one value that no other branch allows.
 * Then at most one branch can match any value, and which one is known from the tag: `oneOf` and `anyOf` mean the same.
 */
export function findTag(branches: readonly Node[], resolve: Resolve, parentIsObject = false): Tag | undefined {
  if (branches.length < 2) return undefined;
  const demands = branches.map((branch) => demandsOf(branch, resolve));
  if (!parentIsObject && demands.some((each) => !each.object)) return undefined;
  const [first] = demands;
  for (const property of first?.required ?? []) {
    const values = demands.flatMap((each) =>
      each.required.has(property) && each.constants.has(property) ? [each.constants.get(property) as Scalar] : [],
    );
    if (values.length === branches.length && new Set(values.map((value) => JSON.stringify(value))).size === values.length)
      return { property, values };
  }
  return undefined;
}

function demandsOf(branch: Node, resolve: Resolve): Demands {
  const demands: Demands = { object: false, required: new Set(), constants: new Map() };
  const seen = new Set<Node>();
  const visit = (node: Node): void => {
    if (!isRecord(node) || seen.has(node)) return;
    seen.add(node);
    if (node.type === "object") demands.object = true;
    if (Array.isArray(node.required)) for (const name of node.required) if (typeof name === "string") demands.required.add(name);
    if (isRecord(node.properties)) {
      for (const [name, property] of Object.entries(node.properties)) {
        const value = constantOf(property, resolve, new Set());
        if (value !== undefined) demands.constants.set(name, value);
      }
    }
    if (Array.isArray(node.allOf)) node.allOf.forEach(visit);
    if (typeof node.$ref === "string") visit(resolve(node.$ref));
  };
  visit(branch);
  return demands;
}

/** The one scalar that a schema allows. */
function constantOf(node: Node, resolve: Resolve, seen: Set<Node>): Scalar | undefined {
  if (!isRecord(node) || seen.has(node)) return undefined;
  seen.add(node);
  if (isScalar(node.const)) return node.const;
  if (Array.isArray(node.enum) && node.enum.length === 1 && isScalar(node.enum[0])) return node.enum[0];
  return typeof node.$ref === "string" ? constantOf(resolve(node.$ref), resolve, seen) : undefined;
}

const isRecord = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isScalar = (value: unknown): value is Scalar => value === null || ["string", "number", "boolean"].includes(typeof value);
