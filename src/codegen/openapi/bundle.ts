import { basename, dirname, extname, resolve } from "node:path";
import type { Json, Problem } from "#contract";
import { pointerKeys, type Source, valueAt } from "./source.js";

type JsonObject = { readonly [key: string]: Json };

/** Where a component of each kind lives, told by the key under which it is used (https://spec.openapis.org/oas/v3.1.0#components-object). */
const sectionOfKey: ReadonlyMap<string, string> = new Map([
  ["schema", "schemas"],
  ["schemas", "schemas"],
  ["parameters", "parameters"],
  ["responses", "responses"],
  ["requestBody", "requestBodies"],
  ["requestBodies", "requestBodies"],
  ["headers", "headers"],
  ["examples", "examples"],
  ["links", "links"],
  ["callbacks", "callbacks"],
  ["securitySchemes", "securitySchemes"],
  ["paths", "pathItems"],
  ["pathItems", "pathItems"],
]);
/** Under these keys stands data of the user's, in which `$ref` means nothing. */
const dataKeys = new Set(["const", "enum", "default", "example", "value"]);

export interface Bundle {
  readonly document: JsonObject;
  readonly problems: readonly Problem[];
}

/** Opens a file that a `$ref` names; undefined where there is none. */
export type OpenSource = (path: string) => Promise<Source | undefined>;

/** One document that refers to nothing outside itself: what other files hold is moved under `components`, each thing once. */
export async function bundle(root: Source, open: OpenSource): Promise<Bundle> {
  const bundler = new Bundler(root, open);
  const document = (await bundler.copy(root.value, { source: root, keys: [], section: "schemas", inSchema: false })) as JsonObject;
  return { document: bundler.withComponents(document), problems: bundler.problems };
}

interface Place {
  readonly source: Source;
  readonly keys: readonly string[];
  readonly section: string;
  readonly inSchema: boolean;
}

class Bundler {
  readonly problems: Problem[] = [];
  readonly #root: Source;
  readonly #open: OpenSource;
  readonly #moved = new Map<string, string>();
  readonly #components = new Map<string, Map<string, Json>>();

  constructor(root: Source, open: OpenSource) {
    this.#root = root;
    this.#open = open;
  }

  async copy(value: Json, place: Place): Promise<Json> {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return Promise.all(value.map((entry: Json, index) => this.copy(entry, below(place, String(index)))));
    const object = value as JsonObject;
    const reference = typeof object.$ref === "string" ? await this.#follow(object.$ref, place) : undefined;
    const entries: [string, Json][] = [];
    for (const [key, entry] of Object.entries(object)) {
      if (key === "$ref" && typeof entry === "string") entries.push([key, reference ?? entry]);
      else if (key === "mapping" && place.keys.at(-1) === "discriminator") entries.push([key, await this.#mapping(entry, place)]);
      else entries.push([key, isData(key, place) ? entry : await this.copy(entry, below(place, key))]);
    }
    return Object.fromEntries(entries);
  }

  withComponents(document: JsonObject): JsonObject {
    if (this.#components.size === 0) return document;
    const own = (document.components ?? {}) as JsonObject;
    const sections = [...this.#components].map(([section, entries]): [string, Json] => [
      section,
      { ...(own[section] as JsonObject | undefined), ...Object.fromEntries(entries) },
    ]);
    return { ...document, components: { ...own, ...Object.fromEntries(sections) } };
  }

  /** The internal reference that stands for one of any file; undefined, and a problem, where it leads nowhere. */
  async #follow(reference: string, place: Place): Promise<string | undefined> {
    const [file = "", pointer = ""] = reference.split("#", 2);
    if (/^[a-z][a-z0-9+.-]*:/i.test(file)) return this.#broken(place, reference, "documents on the network are not read");
    const path = file === "" ? place.source.path : resolve(dirname(place.source.path), decodeURI(file));
    const source = path === this.#root.path ? this.#root : await this.#open(path);
    if (source === undefined) return this.#broken(place, reference, "there is no such file");
    const keys = pointerKeys(pointer);
    const target = valueAt(source.value, keys);
    if (target === undefined)
      return this.#broken(place, reference, source.faults.length > 0 ? "that file cannot be read" : "there is nothing at that place");
    return source === this.#root ? `#${pointer}` : this.#move(source, keys, target, place);
  }

  async #move(source: Source, keys: readonly string[], target: Json, place: Place): Promise<string> {
    const id = `${source.path}#${keys.join("/")}`;
    const known = this.#moved.get(id);
    if (known !== undefined) return known;
    const section = keys[0] === "components" && keys.length === 3 && keys[1] !== undefined ? keys[1] : place.section;
    const entries = this.#components.get(section) ?? new Map<string, Json>();
    this.#components.set(section, entries);
    const wanted = (keys.at(-1) ?? basename(source.path, extname(source.path))).replace(/[^A-Za-z0-9._-]/g, "_");
    const taken = (name: string): boolean => entries.has(name) || valueAt(this.#root.value, ["components", section, name]) !== undefined;
    let name = wanted;
    for (let next = 2; taken(name); next++) name = `${wanted}${next}`;
    const reference = `#/components/${section}/${name}`;
    this.#moved.set(id, reference);
    entries.set(name, null);
    entries.set(name, await this.copy(target, { source, keys, section, inSchema: section === "schemas" }));
    return reference;
  }

  async #mapping(mapping: Json, place: Place): Promise<Json> {
    if (typeof mapping !== "object" || mapping === null || Array.isArray(mapping)) return mapping;
    const entries = Object.entries(mapping as JsonObject).map(async ([key, value]): Promise<[string, Json]> => {
      const isReference = typeof value === "string" && /[#/]/.test(value);
      return [key, isReference ? ((await this.#follow(value, below(below(place, "mapping"), key))) ?? value) : value];
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  #broken(place: Place, reference: string, why: string): string | undefined {
    const location = place.source.locate([...place.keys, "$ref"]);
    this.problems.push({ ...location, severity: "error", code: "broken-ref", message: `"${reference}" cannot be resolved: ${why}.` });
    return undefined;
  }
}

const isData = (key: string, place: Place): boolean =>
  (dataKeys.has(key) && !isNameMap(place)) || (key === "examples" && place.inSchema && !isNameMap(place));
/** Inside `properties` and the like the keys are names, whatever they read. */
const isNameMap = (place: Place): boolean => ["properties", "patternProperties", "$defs", "schemas"].includes(place.keys.at(-1) ?? "");

function below(place: Place, key: string): Place {
  const keys = [...place.keys, key];
  if (place.inSchema) return { ...place, keys };
  const section = sectionOfKey.get(key) ?? place.section;
  return { ...place, keys, section, inSchema: key === "schema" || key === "schemas" };
}
