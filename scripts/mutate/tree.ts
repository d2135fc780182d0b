/** A YAML document as data, and changed copies of it. */
import type { Json } from "#contract";

export type Tree = { readonly [key: string]: Json };

/** A document with one thing changed: something that somebody might do by mistake. */
export interface Change {
  /** JSON pointer to what is changed. */
  readonly at: string;
  /** `minimum 1 becomes 0` */
  readonly what: string;
  readonly tree: Tree;
}

export type Path = readonly string[];

const pointerOf = (path: Path): string => path.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

export const isTree = (value: Json | undefined): value is Tree => typeof value === "object" && value !== null && !Array.isArray(value);

export const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);

/** The document with another value at a place; without one, what stands there is left out. */
export function put(tree: Json, [key, ...deeper]: Path, value: Json | undefined): Json {
  if (key === undefined) return value ?? null;
  if (Array.isArray(tree)) {
    const items = tree as readonly Json[];
    if (deeper.length === 0 && value === undefined) return items.filter((_, at) => String(at) !== key);
    return items.map((item, at) => (String(at) === key ? put(item, deeper, value) : item));
  }
  if (!isTree(tree)) throw new Error(`there is no ${key}`);
  if (deeper.length === 0 && value === undefined) return Object.fromEntries(Object.entries(tree).filter(([name]) => name !== key));
  return { ...tree, [key]: deeper.length === 0 ? (value ?? null) : put(tree[key] ?? {}, deeper, value) };
}

/** The document with a property under another name, in the same place. */
function rename(tree: Tree, path: Path, name: string): Json {
  const parent = path.slice(0, -1);
  const key = path.at(-1);
  const node = get(tree, parent);
  if (!isTree(node)) throw new Error(`${pointerOf(parent)} is no object`);
  return put(tree, parent, Object.fromEntries(Object.entries(node).map(([each, value]) => [each === key ? name : each, value])));
}

const get = (tree: Json, path: Path): Json | undefined =>
  path.reduce<Json | undefined>(
    (node, key) => (Array.isArray(node) ? (node as readonly Json[])[Number(key)] : isTree(node) ? node[key] : undefined),
    tree,
  );

/** Makes changes of one document. */
export class Changer {
  readonly tree: Tree;
  readonly changes: Change[] = [];

  constructor(tree: Tree) {
    this.tree = tree;
  }

  put(path: Path, what: string, value: Json | undefined): void {
    this.add(path, what, put(this.tree, path, value));
  }

  rename(path: Path, name: string): void {
    this.add(path, `becomes ${name}`, rename(this.tree, path, name));
  }

  add(path: Path, what: string, tree: Json): void {
    if (isTree(tree) && JSON.stringify(tree) !== JSON.stringify(this.tree)) this.changes.push({ at: pointerOf(path), what, tree });
  }
}
