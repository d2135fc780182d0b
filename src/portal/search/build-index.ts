import { kinds } from "../content/kinds.js";
import type { Block, Field, Page, PageKind } from "../content/model.js";
import type { SearchIndex } from "./model.js";

/** What readers look for most comes first among equally good hits. */
const order: readonly PageKind[] = ["application", "message", "queue", "exchange", "api", "operation", "channel", "schema"];

/** Grows with each page; holds its names and nothing else of it. */
export class SearchIndexBuilder {
  readonly #pages: Pick<Page, "address" | "title" | "kind">[] = [];
  readonly #parts = new Map<string, number>();
  readonly #places = new Map<string, number[]>();

  add({ address, title, kind, names, blocks }: Page): void {
    const page = this.#pages.push({ address, title, kind }) - 1;
    const note = (name: string, part: number): void => {
      const places = this.#places.get(name);
      if (places === undefined) this.#places.set(name, [page, part]);
      else places.push(page, part);
    };
    for (const name of new Set([title, ...(names ?? [])])) note(name, 0);
    for (const { path, id } of fieldsOf(blocks)) note(path, this.#partOf(id));
  }

  index(): SearchIndex {
    const rank = ({ kind }: { kind: PageKind }): number => (order.includes(kind) ? order.indexOf(kind) : order.length);
    const sorted = this.#pages.map((page, was) => ({ ...page, was })).sort((a, b) => rank(a) - rank(b));
    const now = new Uint32Array(sorted.length);
    for (const [page, { was }] of sorted.entries()) now[was] = page;
    return {
      pages: sorted.map(({ address, title, kind }) => [address, title, kinds[kind].one]),
      names: [...this.#places.keys()],
      parts: [...this.#parts.keys()],
      places: [...this.#places.values()].map((places) => places.map((value, at) => (at % 2 === 0 ? (now[value] ?? 0) : value))),
    };
  }

  #partOf(id: string): number {
    const part = this.#parts.get(id) ?? this.#parts.size + 1;
    this.#parts.set(id, part);
    return part;
  }
}

interface FieldPath {
  /** `lines[].price` */
  readonly path: string;
  readonly id: string;
}

function* fieldsOf(blocks: readonly Block[]): Iterable<FieldPath> {
  for (const block of blocks) {
    if (block.kind === "section") yield* fieldsOf(block.blocks);
    if (block.kind === "fields") yield* pathsOf(block.fields, "");
  }
}

/** Items, alternatives and rules have no name that anybody would look for; what is inside them has. */
function* pathsOf(fields: readonly Field[], above: string): Iterable<FieldPath> {
  for (const { name, label, id, within } of fields) {
    const named = label !== true;
    const path = !named ? above : name.startsWith("[") ? `${above}${name}` : above === "" ? name : `${above}.${name}`;
    if (named && /[\p{L}\p{N}]/u.test(name)) yield { path, id };
    yield* pathsOf(within, path);
  }
}

/**
 * The index as a classic script that sets `searchIndex`: a page from a folder may load a script, but not read a file. Text that is parsed as
 * JSON is there sooner than the same as a script.
 */
export const searchScript = (index: SearchIndex): string =>
  `globalThis.searchIndex = JSON.parse('${JSON.stringify(index).replace(/[\\'\u2028\u2029]/g, escapeOne)}');\n`;

const escapeOne = (character: string): string =>
  character === "\u2028" ? "\\u2028" : character === "\u2029" ? "\\u2029" : `\\${character}`;
