import fc from "fast-check";
import { createGeneratorSync } from "json-schema-faker";
import type { Json } from "#contract";
import type { CorpusCase } from "./corpus-cases.js";

/** Values from a public generator that the validator accepts, each once; the generator's own mistakes are left out. */
export function sampled({ jsonSchema, validate }: CorpusCase, count: number): readonly Json[] {
  const generator = createGeneratorSync({ seed: 7, optionalsProbability: 0.5, maxDepth: 4 });
  const values = new Map<string, Json>();
  for (let index = 0; index < count; index += 1) {
    const value = attempt(() => generator.generate(jsonSchema) as Json);
    if (value !== undefined && validate(value)) values.set(JSON.stringify(value), value);
  }
  return [...values.values()];
}

/** The generator throws on what it cannot satisfy. */
function attempt(make: () => Json | undefined): Json | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/**
 * Values built from the keys and constants that a schema mentions, whatever it says of them, kept when the validator accepts them. Knowing
 * nothing of how types are made, they reach combinations that neither hand nor generator thinks of.
 */
export function stumbledOn({ jsonSchema, validate }: CorpusCase, count: number): readonly Json[] {
  const words = wordsOf(jsonSchema);
  const leaf = fc.constantFrom<Json>(...words.constants, null, true, false, 0, 2, "stranger");
  const { value } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: false },
      { weight: 3, arbitrary: leaf },
      {
        weight: 2,
        arbitrary: fc.dictionary(fc.constantFrom(...words.keys, "stranger"), tie("value"), { maxKeys: 4, noNullPrototype: true }),
      },
      { weight: 1, arbitrary: fc.array(tie("value"), { maxLength: 3 }) },
    ),
  }));
  const found = new Map(fc.sample(value, { seed: 11, numRuns: count }).map((each) => [JSON.stringify(each), each]));
  return [...found.values()].filter((each) => validate(each));
}

/** Every key under `properties`, every other word, every constant. */
export function wordsOf(schema: Json): {
  readonly keys: ReadonlySet<string>;
  readonly constants: readonly Json[];
  readonly known: ReadonlySet<string>;
} {
  const known = new Set<string>();
  const keys = new Set<string>();
  const constants: Json[] = [];
  const walk = (node: Json): void => {
    if (typeof node === "string") keys.add(node);
    if (isList(node)) node.forEach(walk);
    if (typeof node !== "object" || node === null || isList(node)) return;
    for (const [key, entry] of Object.entries(node)) {
      if (key === "const") constants.push(entry);
      else if (key === "enum" && isList(entry)) constants.push(...entry);
      else if (key === "properties" && typeof entry === "object") for (const name of Object.keys(entry ?? {})) known.add(name);
      walk(entry);
    }
  };
  walk(schema);
  return { keys: new Set([...keys, ...known]), constants, known };
}

/** `Array.isArray`, without its `any`. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

const strangers: readonly Json[] = [null, true, 0, -1.5, "", "stranger", [], {}, [null], { stranger: 1 }];

/** Every value that differs from `value` in one place: something else there, a key or an item less, a key or an item more. */
export function mutants(value: Json): readonly Json[] {
  const elsewhere = strangers.filter((stranger) => JSON.stringify(stranger) !== JSON.stringify(value));
  if (isList(value)) {
    const inside = value.flatMap((item, index) => mutants(item).map((mutant) => value.with(index, mutant)));
    return [...elsewhere, ...inside, value.slice(1), value.slice(0, -1), [...value, "stranger"]];
  }
  if (typeof value !== "object" || value === null) return elsewhere;
  const entries = Object.entries<Json>(value);
  const inside = entries.flatMap(([key, entry]) =>
    mutants(entry).map((mutant) => Object.fromEntries(entries.map(([name, old]) => [name, name === key ? mutant : old]))),
  );
  const without = entries.map(([key]) => Object.fromEntries(entries.filter(([name]) => name !== key)));
  return [...elsewhere, ...inside, ...without, Object.fromEntries([...entries, ["stranger", 1]])];
}

/**
 * Text of a TypeScript type that only this value has. It is not fresh, so that keys beyond the known ones are no error; and it says which of
 * `keys` are absent, without which TypeScript advises against values that share no key with a type of optional ones.
 */
export function typeTextOf(value: Json, keys: ReadonlySet<string>): string {
  if (isList(value)) return `[${value.map((item) => typeTextOf(item, keys)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return textOf(value);
  const present = Object.entries(value).map(([key, entry]) => `${textOf(key)}: ${typeTextOf(entry, keys)}`);
  const absent = [...keys].filter((key) => !Object.hasOwn(value, key)).map((key) => `${textOf(key)}?: never`);
  return `{ ${[...present, ...absent].join("; ")} }`;
}

/** The value as a TypeScript expression on one line; `__proto__` is a key here, never a prototype. */
export function textOf(value: Json): string {
  if (isList(value)) return `[${value.map(textOf).join(", ")}]`;
  if (typeof value !== "object" || value === null)
    return JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
  const entries = Object.entries(value).map(([key, entry]) => `${key === "__proto__" ? '["__proto__"]' : textOf(key)}: ${textOf(entry)}`);
  return `{ ${entries.join(", ")} }`;
}
