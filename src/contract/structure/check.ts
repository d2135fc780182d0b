import type { ApplicationSource } from "../document/application-source.js";
import type { Json, Location } from "../model.js";
import { isReference } from "../source/references.js";
import { entryAt, get, getText, isList, isObject } from "../source/tree.js";
import { didYouMean } from "../spelling.js";
import { askParser, type Finding, parserVersion } from "./parser.js";
import { buildSkeleton, type Skeleton } from "./skeleton.js";
import { VerdictCache } from "./verdict-cache.js";

interface Question {
  readonly source: ApplicationSource;
  readonly version: string;
  readonly skeleton: Skeleton;
  readonly text: string;
}

/** Has the AsyncAPI parser check the structure of documents, and reports what it says at the places in the sources. */
export async function checkStructure(sources: readonly ApplicationSource[], cacheFolder: string | undefined): Promise<void> {
  const cache = cacheFolder === undefined ? undefined : new VerdictCache(cacheFolder);
  const parser = parserVersion();
  const questions = sources.map((source): Question => {
    const skeleton = buildSkeleton(source);
    const version = getText(source.root, "asyncapi") ?? "";
    return { source, version, skeleton, text: JSON.stringify([parser, version, skeleton]) };
  });
  const stored = await Promise.all(questions.map(async ({ text }) => cache?.read(text)));
  const open = questions.filter((_, index) => stored[index] === undefined);
  for (const [index, question] of questions.entries()) report(question, stored[index] ?? []);
  for (const version of new Set(open.map((question) => question.version))) {
    const asked = open.filter((question) => question.version === version);
    for (let from = 0; from < asked.length; from += mostAtOnce) await askTogether(version, asked.slice(from, from + mostAtOnce), cache);
  }
}

/** Each question costs the same second; what is asked about costs time in the square of its size. */
const mostAtOnce = 150;

async function askTogether(version: string, questions: readonly Question[], cache: VerdictCache | undefined): Promise<void> {
  const answers = await askParser(
    version,
    questions.map(({ skeleton }) => skeleton),
  );
  for (const [index, question] of questions.entries()) {
    const findings = answers[index] ?? [];
    report(question, findings);
    await cache?.write(question.text, findings);
  }
}

function report({ source, skeleton }: Question, findings: readonly Finding[]): void {
  for (const { path, message } of findings) {
    const place = placeOf(source, skeleton, path);
    if (place === undefined) continue;
    source.reading.problems.add("error", "structure", place, sentenceOf(message));
  }
}

/** The parser's words; of a key that does not belong, they leave out which one is meant. */
function sentenceOf(message: string): string {
  const key = /^Property "(.*)" is not expected to be here\.?$/.exec(message)?.[1];
  if (key !== undefined) return `The key "${key}" does not belong here${didYouMean(key, specifiedKeys)}`;
  const end = /[.!?]$/.test(message) ? "" : ".";
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}${end}`;
}

/** Keys of channels, operations, messages, replies and servers (AsyncAPI 3.0.0). */
const specifiedKeys =
  "action address bindings channel contentType correlationId default description enum examples externalDocs headers host location messages name parameters pathname payload protocol protocolVersion reply security servers summary tags title traits variables".split(
    " ",
  );

/**
 * The place in the sources of a path in a skeleton; where the path leads to nothing, of what comes nearest. Undefined where it leads through
 * a reference: what is said of the place referred to is said there.
 */
function placeOf(source: ApplicationSource, skeleton: Skeleton, path: readonly string[]): Location | undefined {
  const { origins } = source.reading;
  const [section = "", ...rest] = path;
  let place = origins.atKey(source.root, section);
  let value: Json | undefined = get({ ...skeleton }, section);
  for (const segment of rest) {
    if (!isObject(value) && !isList(value)) break;
    if (isReference(value)) return undefined;
    place = origins.atKey(value, segment);
    value = entryAt(value, segment);
  }
  return place;
}
