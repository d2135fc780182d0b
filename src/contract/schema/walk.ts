import { get, isList, isObject, type JsonList, type JsonObject } from "../source/tree.js";
import { keywords, type Reach } from "./keywords.js";

/** A place directly below a schema where another schema stands: `holder[key]`. */
export interface SubSchema {
  readonly keyword: string;
  readonly reach: Reach;
  readonly holder: JsonObject | JsonList;
  readonly key: string;
}

/** The places directly below a schema where other schemas stand. Data that only looks like a schema is not among them. */
export function subSchemas(schema: JsonObject): SubSchema[] {
  const found: SubSchema[] = [];
  for (const keyword of Object.keys(schema)) {
    const known = keywords.get(keyword);
    const value = get(schema, keyword);
    if (known === undefined || known.below === "data" || value === undefined) continue;
    const { below, reach } = known;
    if (below === "schema" || (below === "schema-or-schemas" && !isList(value)))
      found.push({ keyword, reach, holder: schema, key: keyword });
    else if (isList(value)) found.push(...value.map((_, index) => ({ keyword, reach, holder: value, key: String(index) })));
    else if (isObject(value)) found.push(...mapEntries(value).map((key) => ({ keyword, reach, holder: value, key })));
  }
  return found;

  function mapEntries(map: JsonObject): string[] {
    // A dependency may be a list of property names instead of a schema.
    return Object.keys(map).filter((key) => !isList(map[key]));
  }
}
