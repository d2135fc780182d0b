/** What a schema asks of a value beside its type, each as a phrase. */
import type { Json } from "#contract";
import { code, listed } from "../content/inline.js";
import type { Inline } from "../content/model.js";
import { isList, isObject, type Keywords, keywordOf, propertiesOf, requiredOf, type Shape, textsIn } from "./shape.js";

type Phrase = readonly Inline[];

const valuesAtMost = 30;
const examplesAtMost = 3;
const textAtMost = 160;

/** Phrases of all parts, each once, in one order for all values. */
export function constraintsOf({ parts }: Shape): readonly Phrase[] {
  const phrases = parts.flatMap(phrasesOf);
  return [...new Map(phrases.map((phrase) => [JSON.stringify(phrase), phrase])).values()];
}

function phrasesOf(part: Keywords): readonly Phrase[] {
  return [
    ...values(part),
    ...texts(part),
    ...numbers(part),
    ...counts(part, "Length", "character", "characters"),
    ...counts(part, "Items", "item", "items"),
    ...counts(part, "Properties", "property", "properties"),
    ...closings(part),
    ...needs(part),
    ...annotations(part),
  ];
}

/** A value as JSON writes it, shortened where it is long. */
function valueCode(value: Json): Inline {
  const text = JSON.stringify(value);
  return code(text.length > textAtMost ? `${text.slice(0, textAtMost)}…` : text);
}

function values(part: Keywords): readonly Phrase[] {
  const [constant, options] = [keywordOf(part, "const"), keywordOf(part, "enum")];
  return [
    ...(constant === undefined ? [] : [["always ", valueCode(constant)]]),
    ...(isList(options) ? [[options.length === 1 ? "always " : "one of ", ...some(options, valuesAtMost)]] : []),
  ];
}

const some = (options: readonly Json[], most: number): Phrase => [
  ...listed(options.slice(0, most).map(valueCode)),
  ...(options.length > most ? [` and ${options.length - most} more`] : []),
];

function texts(part: Keywords): readonly Phrase[] {
  const phrase = (keyword: string, before: string): readonly Phrase[] => {
    const value = keywordOf(part, keyword);
    return typeof value === "string" ? [[before, code(value)]] : [];
  };
  return [
    ...phrase("format", "format "),
    ...phrase("pattern", "matches "),
    ...phrase("contentEncoding", "encoded as "),
    ...phrase("contentMediaType", "holds "),
  ];
}

const numberAt = (part: Keywords, keyword: string): number | undefined => {
  const value = keywordOf(part, keyword);
  return typeof value === "number" ? value : undefined;
};

function numbers(part: Keywords): readonly Phrase[] {
  const [least, most] = [numberAt(part, "minimum"), numberAt(part, "maximum")];
  const one = (keyword: string, words: string): readonly Phrase[] => {
    const value = numberAt(part, keyword);
    return value === undefined ? [] : [[`${words} ${value}`]];
  };
  const between = least !== undefined && most !== undefined;
  return [
    ...(between ? [[`${least} to ${most}`]] : [...one("minimum", "at least"), ...one("maximum", "at most")]),
    ...one("exclusiveMinimum", "more than"),
    ...one("exclusiveMaximum", "less than"),
    ...one("multipleOf", "a multiple of"),
  ];
}

function counts(part: Keywords, what: "Length" | "Items" | "Properties", one: string, many: string): readonly Phrase[] {
  const [least, most] = [numberAt(part, `min${what}`), numberAt(part, `max${what}`)];
  const things = (count: number): string => `${count} ${count === 1 ? one : many}`;
  if (least !== undefined && least === most) return [[`exactly ${things(least)}`]];
  if (least !== undefined && most !== undefined) return [[`${least} to ${things(most)}`]];
  if (least !== undefined) return least === 0 ? [] : [[`at least ${things(least)}`]];
  return most === undefined ? [] : [[`at most ${things(most)}`]];
}

const isClosed = (part: Keywords, ...keywords: readonly string[]): boolean =>
  keywords.some((keyword) => keywordOf(part, keyword) === false);

const closings = (part: Keywords): readonly Phrase[] => [
  ...(isClosed(part, "additionalProperties") ? [["no other properties"]] : []),
  ...(isClosed(part, "additionalItems") ? [["no further items"]] : []),
  ...(keywordOf(part, "uniqueItems") === true ? [["all items different"]] : []),
];

/** Properties that must be there, said where they are not listed, and those that others bring with them. */
function needs(part: Keywords): readonly Phrase[] {
  const shape: Shape = { parts: [part], never: false };
  const declared = propertiesOf(shape);
  const names = [...requiredOf(shape)].filter((name) => !declared.has(name));
  const dependencies = keywordOf(part, "dependencies");
  const others = Object.entries(isObject(dependencies) ? dependencies : {}).filter(([, needed]) => isList(needed));
  return [
    ...(names.length === 0 ? [] : [["needs ", ...listed(names.map(code))]]),
    ...others.map(([name, needed]): Phrase => ["with ", code(name), " also ", ...listed(textsIn(needed).map(code))]),
  ];
}

function annotations(part: Keywords): readonly Phrase[] {
  const [otherwise, listedExamples, example] = [keywordOf(part, "default"), keywordOf(part, "examples"), keywordOf(part, "example")];
  const examples = [...(isList(listedExamples) ? listedExamples : []), ...(example === undefined ? [] : [example])];
  const tag = discriminatorOf(part);
  return [
    ...(tag === undefined ? [] : [["told apart by ", code(tag)]]),
    ...(keywordOf(part, "readOnly") === true ? [["read only"]] : []),
    ...(keywordOf(part, "writeOnly") === true ? [["write only"]] : []),
    ...(otherwise === undefined ? [] : [["default ", valueCode(otherwise)]]),
    ...(examples.length === 0 ? [] : [["for example ", ...some(examples.slice(0, examplesAtMost), examplesAtMost)]]),
  ];
}

/** AsyncAPI names the property; OpenAPI puts the name into an object. */
function discriminatorOf(part: Keywords): string | undefined {
  const discriminator = keywordOf(part, "discriminator");
  const name = isObject(discriminator) ? keywordOf(discriminator, "propertyName") : discriminator;
  return typeof name === "string" ? name : undefined;
}

const sayable = new Set(["type", "properties", "required", "title", "description", "$comment"]);
const valued = new Set(["const", "enum", "type", "title", "description"]);

/** A schema that only asks for values of properties, and that some are there, in words: "`kind` is `a`"; undefined where it asks for more. */
export function conditionPhrase(node: Json): Phrase | undefined {
  if (!isObject(node) || Object.keys(node).some((keyword) => !sayable.has(keyword))) return undefined;
  const phrases: Phrase[] = [];
  const properties = propertiesOf({ parts: [node], never: false });
  for (const [name, value] of properties) {
    const options = optionsOf(value);
    if (options === undefined) return undefined;
    phrases.push([code(name), " is ", ...listed(options.slice(0, valuesAtMost).map(valueCode), " or ")]);
  }
  const others = [...requiredOf({ parts: [node], never: false })].filter((name) => !properties.has(name));
  phrases.push(...others.map((name): Phrase => [code(name), " is there"]));
  return phrases.length === 0 ? undefined : listed(phrases, " and ");
}

function optionsOf(node: Json): readonly Json[] | undefined {
  if (!isObject(node) || Object.keys(node).some((keyword) => !valued.has(keyword))) return undefined;
  const [constant, options] = [keywordOf(node, "const"), keywordOf(node, "enum")];
  if (constant !== undefined) return [constant];
  return isList(options) ? options : undefined;
}

/** A schema that must not hold, where a phrase can say it. */
export function exclusionPhrase(node: Json): Phrase | undefined {
  const options = optionsOf(node);
  if (options !== undefined) return ["not ", ...listed(options.slice(0, valuesAtMost).map(valueCode), " nor ")];
  const condition = conditionPhrase(node);
  return condition === undefined ? undefined : ["not so that ", ...condition];
}
