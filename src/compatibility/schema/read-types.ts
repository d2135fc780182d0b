import { SchemaError } from "./graph.js";
import { isList, type JsonObject, own } from "./json.js";
import type { Keywords, Origin } from "./node.js";
import { bitOf, type KindSet, kinds } from "./types.js";

/** `type`, and `nullable` as Ajv has it: beside a type, it adds null. */
export function readTypes(schema: JsonObject, origin: Origin): Pick<Keywords, "types" | "integerOnly"> {
  const type = own(schema, "type");
  const nullable = own(schema, "nullable");
  if (type === undefined) {
    if (nullable !== undefined) throw new SchemaError(origin, "nullable needs a type beside it");
    return {};
  }
  const names = new Set(isList(type) ? type : [type]);
  if (names.size === 0) throw new SchemaError(origin, "type must name something");
  if (nullable === true) names.add("null");
  let types: KindSet = 0;
  for (const name of names) {
    const kind = kinds.find((each) => each === (name === "integer" ? "number" : name));
    if (kind === undefined) throw new SchemaError(origin, `there is no type ${JSON.stringify(name)}`);
    types |= bitOf(kind);
  }
  return names.has("integer") && !names.has("number") ? { types, integerOnly: true } : { types };
}
