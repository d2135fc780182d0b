/**
 * Regular expressions as RabbitMQ takes them for permissions: PCRE (Erlang's `re`), found anywhere in a name unless anchored. `$` would
 * also match before a line end that closes a name, so patterns end with `\z`.
 */
import type { Parameter } from "#contract";
import { instanceId } from "../instances.js";

/** For names: no name at all. RabbitMQ takes an empty pattern for this one. */
const noName = "^$";

/** For routing keys, of which the empty one is as good as any other: `^$` would let it through. */
export const noKey = "(?!)";

const escaped = (text: string): string => text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");

const anchored = (alternatives: readonly string[]): string => {
  const [first = "", ...more] = [...new Set(alternatives)].sort();
  return more.length === 0 ? `^${first}\\z` : `^(?:${[first, ...more].join("|")})\\z`;
};

/**
 * Exactly these names; `{instance}` stands for the id of any instance, though never so that another of the `given` names comes out: what
 * a document names outright belongs to no instance.
 */
export function namePattern(names: Iterable<string>, given: Iterable<string>): string {
  const own = new Set(names);
  if (own.size === 0) return noName;
  const others = [...given].filter((name) => !own.has(name) && !name.includes("{instance}"));
  return anchored([...own].map((name) => instancePattern(name, others)));
}

function instancePattern(name: string, others: readonly string[]): string {
  const pattern = name.split("{instance}").map(escaped).join(instanceId);
  if (!name.includes("{instance}")) return pattern;
  const taken = others.filter((other) => new RegExp(`^${pattern}$`, "u").test(other)).map(escaped);
  return taken.length === 0 ? pattern : `(?!(?:${taken.join("|")})\\z)${pattern}`;
}

/** A routing key as a document writes it, with `{parameters}`, and what may stand for each. */
export interface KeyTemplate {
  readonly text: string;
  readonly parameters?: readonly Parameter[];
  /** What stands for a parameter that nothing more is known of. Missing: what the runtime fills in. */
  readonly free?: string;
  /** Only `{instance}` stands for something. */
  readonly literal?: true;
}

/** What the runtime fills in for a parameter: one word or a part of it. */
const partOfWord = "[^.*#]+";

/** The words of a form in `x-reply.allowed`. */
export const partOfAddress = "[A-Za-z0-9_-]+";

/** Exactly the keys that the templates allow. */
export function keyPattern(templates: readonly KeyTemplate[]): string {
  return templates.length === 0 ? noKey : anchored(templates.map(keyAlternative));
}

/** Any key. */
export const everyKey = ".*";

function keyAlternative({ text, parameters = [], free = partOfWord, literal }: KeyTemplate): string {
  return text
    .split(literal ? /(\{instance\})/ : /(\{[^{}]+\})/)
    .map((part, index) => (index % 2 === 0 ? escaped(part) : valuePattern(part.slice(1, -1), parameters, free)))
    .join("");
}

function valuePattern(name: string, parameters: readonly Parameter[], free: string): string {
  if (name === "instance") return instanceId;
  const values = parameters.find((parameter) => parameter.name === name)?.enum ?? [];
  return values.length === 0 ? free : `(?:${values.map(escaped).join("|")})`;
}
