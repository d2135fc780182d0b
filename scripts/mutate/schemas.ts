/** Schemas with one thing broken: a bound moved, a property dropped or renamed, a type mistaken, a pattern worn out. */
import type { Json } from "#contract";
import { type Changer, isTree, listOf, type Path, put, type Tree } from "./tree.js";

/** All changes of a schema and of those inside it; `$ref`s are followed by nobody, what they name has its own turn. */
export function breakSchema(changer: Changer, path: Path, schema: Json | undefined): void {
  if (!isTree(schema)) return;
  for (const change of changesOfOne) change(changer, path, schema);
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === "properties" && isTree(value))
      for (const [name, each] of Object.entries(value)) breakSchema(changer, [...path, keyword, name], each);
    if (keyword === "items") breakSchema(changer, [...path, keyword], value);
    if (["oneOf", "anyOf", "allOf"].includes(keyword))
      for (const [at, each] of listOf(value).entries()) breakSchema(changer, [...path, keyword, String(at)], each);
  }
}

type BreakOne = (changer: Changer, path: Path, schema: Tree) => void;

const breakRequired: BreakOne = (changer, path, { required, properties }) => {
  const names = listOf(required);
  for (const name of names)
    changer.put(
      [...path, "required"],
      `no longer requires ${JSON.stringify(name)}`,
      names.filter((each) => each !== name),
    );
  for (const name of Object.keys(isTree(properties) ? properties : {})) {
    if (!names.includes(name)) changer.put([...path, "required"], `requires ${name} too`, [...names, name]);
  }
};

const breakProperties: BreakOne = (changer, path, schema) => {
  const { properties, required } = schema;
  if (!isTree(properties)) return;
  for (const [name, each] of Object.entries(properties)) {
    const at = [...path, "properties", name];
    changer.put(at, "is no longer described", undefined);
    const renamed = Object.fromEntries(Object.entries(properties).map(([key, value]) => [key === name ? `${name}Renamed` : key, value]));
    const names = required === undefined ? {} : { required: listOf(required).map((key) => (key === name ? `${name}Renamed` : key)) };
    changer.add(at, `becomes ${name}Renamed`, put(changer.tree, path, { ...schema, properties: renamed, ...names }));
    if (isTree(each) && each.$ref !== undefined) changer.put(at, "may be anything", {});
  }
  if (schema.additionalProperties === false) changer.put([...path, "additionalProperties"], "may be there", undefined);
  else changer.put([...path, "additionalProperties"], "may no longer be there", false);
};

const otherTypes: Readonly<Record<string, string>> = {
  string: "integer",
  integer: "number",
  number: "integer",
  boolean: "string",
  object: "array",
  array: "object",
};

const breakType: BreakOne = (changer, path, { type }) => {
  if (typeof type !== "string") return;
  const other = otherTypes[type];
  if (other !== undefined) changer.put([...path, "type"], `becomes ${other}`, other);
  if (type !== "object") changer.put([...path, "type"], "is no longer said", undefined);
};

const bounds = ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"];

const breakBounds: BreakOne = (changer, path, schema) => {
  for (const bound of bounds) {
    const value = schema[bound];
    if (typeof value !== "number") continue;
    for (const other of [value - 1, value + 1]) {
      if (other >= 0 && Number.isSafeInteger(other)) changer.put([...path, bound], `${value} becomes ${other}`, other);
    }
    changer.put([...path, bound], `${value} is dropped`, undefined);
  }
};

const breakConstants: BreakOne = (changer, path, schema) => {
  const values = listOf(schema.enum);
  for (const value of values)
    changer.put(
      [...path, "enum"],
      `loses ${JSON.stringify(value)}`,
      values.filter((each) => each !== value),
    );
  if (values.length > 0) changer.put([...path, "enum"], "gains another value", [...values, "another"]);
  if (schema.const !== undefined)
    changer.put([...path, "const"], "becomes another", typeof schema.const === "boolean" ? !schema.const : "another");
};

const breakStrings: BreakOne = (changer, path, { pattern, format }) => {
  if (typeof format === "string") {
    changer.put([...path, "format"], `${format} is dropped`, undefined);
    changer.put([...path, "format"], `${format} becomes date`, "date");
  }
  if (typeof pattern !== "string") return;
  const at = [...path, "pattern"];
  changer.put(at, "is dropped", undefined);
  for (const worn of wornPatterns(pattern)) changer.put(at, `becomes ${worn}`, worn);
};

/** Without an anchor, with one repetition more or less, with one letter less in a range. */
function wornPatterns(pattern: string): readonly string[] {
  const anchors = [pattern.replace(/^\^/, ""), pattern.replace(/\$$/, "")];
  const counts = [...pattern.matchAll(/(?<=[{,])\d+(?=\})/g)].flatMap(({ index, 0: digits }) =>
    [1, -1].map((by) => pattern.slice(0, index) + String(Number(digits) + by) + pattern.slice(index + digits.length)),
  );
  const ranges = [
    pattern.replace(/0-9/, "0-8"),
    pattern.replace(/1-9/, "0-9"),
    pattern.replace(/A-Z/, "A-z"),
    pattern.replace(/\\\./, "."),
  ];
  return [...new Set([...anchors, ...counts, ...ranges])].filter((worn) => worn !== pattern && worn !== "");
}

const breakUnions: BreakOne = (changer, path, schema) => {
  for (const keyword of ["oneOf", "anyOf"]) {
    const branches = listOf(schema[keyword]);
    for (const at of branches.keys()) {
      const others = branches.filter((_, other) => other !== at);
      changer.put([...path, keyword], `loses branch ${at}`, others);
    }
  }
  if (schema.items !== undefined) changer.put([...path, "items"], "may be anything", {});
};

const changesOfOne: readonly BreakOne[] = [
  breakRequired,
  breakProperties,
  breakType,
  breakBounds,
  breakConstants,
  breakStrings,
  breakUnions,
];
