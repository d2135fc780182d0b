import type { Json } from "#contract";

/** `narrower`: everything that the first allows the second accepts, and not the other way round. `apart`: neither way. */
export type Relation = "narrower" | "same" | "apart";

export interface Pair {
  readonly name: string;
  readonly producer: Json;
  readonly consumer: Json;
  readonly subset: boolean;
}

/** Two schemas and how they stand to each other: two labelled pairs. */
export const related = (name: string, relation: Relation, left: Json, right: Json): Pair[] => [
  { name: `${name}: there`, producer: left, consumer: right, subset: relation !== "apart" },
  { name: `${name}: and back`, producer: right, consumer: left, subset: relation === "same" },
];

/** An object with exactly these properties allowed; those whose name ends with `?` are optional. */
export const closed = (properties: { readonly [name: string]: Json }): { readonly [keyword: string]: Json } => ({
  ...open(properties),
  additionalProperties: false,
});

/** As {@link closed}, with any other property allowed. */
export function open(properties: { readonly [name: string]: Json }): { readonly [keyword: string]: Json } {
  const names = Object.keys(properties);
  return {
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name.replace("?", ""), properties[name] ?? true])),
    required: names.filter((name) => !name.endsWith("?")),
  };
}

export const text = { type: "string" } as const;
export const whole = { type: "integer" } as const;
export const decimal = { type: "string", pattern: "^-?[0-9]+(\\.[0-9]{1,2})?$" } as const;
export const uuid = { type: "string", format: "uuid" } as const;
export const time = { type: "string", format: "date-time" } as const;

/** `if`, `then`, `else`: read from text, because a literal with a `then` looks like a promise. */
export const when = (test: Json, met: Json, otherwise?: Json): { readonly [keyword: string]: Json } =>
  JSON.parse(
    `{"if": ${JSON.stringify(test)}, "then": ${JSON.stringify(met)}${otherwise === undefined ? "" : `, "else": ${JSON.stringify(otherwise)}`}}`,
  ) as {
    readonly [keyword: string]: Json;
  };
