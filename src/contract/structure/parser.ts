import { createRequire } from "node:module";
import type { Parser } from "@asyncapi/parser";
import type { Json } from "../model.js";
import { isList, isObject, type JsonObject, put } from "../source/tree.js";
import type { Skeleton } from "./skeleton.js";

/** One complaint of the AsyncAPI parser: where in the skeleton, and what. */
export interface Finding {
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * Asks the AsyncAPI parser about several skeletons of one AsyncAPI version at once; findings come back in the same order. One question
 * about many costs what one about a single document costs: the parser compiles its schemas anew each time, which takes most of the time.
 */
export async function askParser(version: string, skeletons: readonly Skeleton[]): Promise<Finding[][]> {
  const parser = await theParser();
  const diagnostics: readonly Diagnostic[] = await parser.validate(JSON.stringify(combine(version, skeletons)));
  const findings: Finding[][] = skeletons.map(() => []);
  for (const { severity, path, message } of diagnostics) {
    const at = path.map((segment) => String(segment).replaceAll("~1", "/").replaceAll("~0", "~"));
    const [, index, key] = prefixed.exec(at[1] ?? "") ?? [];
    // Channels of operations are resolved, and missing ones reported, before.
    if (severity !== errorSeverity || key === undefined || /required property "channel"/.test(message)) continue;
    findings[Number(index)]?.push({ path: [at[0] ?? "", key, ...at.slice(2)], message: message.replaceAll(/\bw\d+__/g, "") });
  }
  return findings.map(mostTelling);
}

/** The version of the parser, which is part of what a verdict depends on. */
export function parserVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)("@asyncapi/parser/package.json");
  return typeof manifest === "object" && manifest !== null && "version" in manifest ? String(manifest.version) : "";
}

/** What a diagnostic of the parser has that matters here; of its severities, 0 is an error. */
interface Diagnostic {
  readonly severity: number;
  readonly path: readonly (string | number)[];
  readonly message: string;
}

const errorSeverity = 0;

const prefixed = /^w(\d+)__(.*)$/s;

let parser: Promise<Parser> | undefined;

/**
 * Three rules are off: one compiles the specification's schemas a second time to look for references, of which a skeleton has none left
 * that matter; one praises newer versions; the address parameters are checked better here.
 */
const ruleset = {
  core: true,
  recommended: false,
  rules: { "asyncapi-document-unresolved": "off", "asyncapi-latest-version": "off", "asyncapi3-channel-parameters": "off" },
} as const;

/** Imported when it is needed and not before: that alone takes half a second. */
function theParser(): Promise<Parser> {
  parser ??= import("@asyncapi/parser").then(({ Parser }) => new Parser({ ruleset }));
  return parser;
}

function combine(version: string, skeletons: readonly Skeleton[]): Json {
  const sections: { [section: string]: JsonObject } = {};
  for (const [index, skeleton] of skeletons.entries()) {
    for (const [section, entries] of Object.entries(skeleton)) {
      const all = sections[section] ?? {};
      sections[section] = all;
      for (const [key, item] of Object.entries(entries)) put(all, `w${index}__${key}`, prefixReferences(item, index));
    }
  }
  return { asyncapi: version, info: { title: "Skeletons", version: "1" }, ...sections };
}

/** Only references to channels and servers are left in a skeleton. */
function prefixReferences(value: Json, index: number): Json {
  if (isList(value)) return value.map((item) => prefixReferences(item, index));
  if (!isObject(value)) return value;
  const copy = {};
  for (const [key, item] of Object.entries(value)) {
    const reference = key === "$ref" && typeof item === "string" ? /^#\/(channels|servers)\/(.*)$/s.exec(item) : null;
    put(copy, key, reference === null ? prefixReferences(item, index) : `#/${reference[1]}/w${index}__${reference[2]}`);
  }
  return copy;
}

/** Of several findings about one place the first; and none about what contains a place that has its own. */
function mostTelling(findings: readonly Finding[]): Finding[] {
  const places = new Set<string>();
  const containers = new Set<string>();
  for (const { path } of findings)
    for (let length = 1; length < path.length; length++) containers.add(JSON.stringify(path.slice(0, length)));
  return findings.filter(({ path, message }) => {
    const place = JSON.stringify(path);
    if (places.has(place) || (containers.has(place) && !/required property|is not expected/.test(message))) return false;
    places.add(place);
    return true;
  });
}
