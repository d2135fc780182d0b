import { readFile } from "node:fs/promises";
import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type YAMLMap } from "yaml";
import type { Acceptance } from "#compatibility";
import { didYouMean, type Location, type Problem } from "#contract";
import { withoutMark } from "../json-place.js";
import { explain, printProblems, UsageError } from "../report.js";

/** Where acceptances are, unless the user says otherwise; need not exist. */
const defaultAcceptedFile = "contracts/accepted.yaml";

/**
 * The breakages that a file accepts; none where nobody asked for the file and it is not there. Throws a {@link UsageError} where the file
 * cannot be read or anything in it is wrong, which is printed with its place.
 */
export async function readAcceptances(file: string | undefined): Promise<readonly Acceptance[]> {
  const path = file ?? defaultAcceptedFile;
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (file === undefined && (error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new UsageError(`${path} cannot be read: ${explain(error)}.`);
  });
  if (text === undefined) return [];
  const { acceptances, problems } = parseAcceptances(withoutMark(text), path);
  if (problems.length === 0) return acceptances;
  printProblems(problems);
  throw new UsageError(`${path} is not as it should be; nothing was compared.`);
}

interface Parsed {
  readonly acceptances: readonly Acceptance[];
  readonly problems: readonly Problem[];
}

/** Reads the text of such a file. All that is wrong is among the problems, each with its place; with any, nothing is to be accepted. */
export function parseAcceptances(text: string, file: string): Parsed {
  const reading = new Reading(file);
  return { acceptances: reading.read(text), problems: reading.problems };
}

const keys = ["breakage", "reason", "expires"] as const;
type Key = (typeof keys)[number];

class Reading {
  readonly problems: Problem[] = [];
  readonly #file: string;
  readonly #lines = new LineCounter();

  constructor(file: string) {
    this.#file = file;
  }

  read(text: string): readonly Acceptance[] {
    const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, logLevel: "error" });
    const fault = document.errors[0];
    if (fault !== undefined) {
      this.#report(fault.pos[0], `This is not valid YAML: ${fault.message.split("\n", 1)[0] ?? ""}`);
      return [];
    }
    // An empty file accepts nothing.
    if (document.contents === null) return [];
    const list = this.#list(document.contents);
    return list.flatMap((entry) => this.#entry(entry));
  }

  #list(root: Node): readonly unknown[] {
    const shape = 'The file must hold "accepted" and under it a list of {breakage, reason, expires}.';
    if (!isMap(root)) return this.#refuse(root, shape);
    const pairs = this.#pairs(root, ["accepted"]);
    const value = pairs.get("accepted")?.value;
    if (pairs.size === 0 || (isScalar(value) && value.value === null)) return [];
    return isSeq(value) ? value.items : this.#refuse(value, shape);
  }

  #entry(entry: unknown): Acceptance[] {
    if (!isMap(entry)) return this.#refuse(entry, "An entry must hold breakage, reason and expires.");
    const before = this.problems.length;
    const pairs = this.#pairs(entry, keys);
    const [breakage, reason, expires] = keys.map((key) => this.#text(entry, pairs, key));
    if (this.problems.length > before || breakage === undefined || reason === undefined || expires === undefined) return [];
    if (!isDate(expires)) return this.#refuse(pairs.get("expires")?.value, `"expires" must be a day such as 2026-12-31, not "${expires}".`);
    return [{ breakage, reason, expires, at: this.#place(offsetOf(entry)) }];
  }

  /** The entries of a map by key; others than the known are problems. */
  #pairs(map: YAMLMap, known: readonly string[]): ReadonlyMap<string, Pair> {
    const found = new Map<string, Pair>();
    for (const pair of map.items) {
      const key = isScalar(pair.key) ? String(pair.key.value) : "";
      if (known.includes(key)) found.set(key, pair);
      else this.#report(offsetOf(pair.key), `"${key}" is unknown here${didYouMean(key, known)}`.replace(/[^.?!]$/, "$&."));
    }
    return found;
  }

  #text(entry: YAMLMap, pairs: ReadonlyMap<string, Pair>, key: Key): string | undefined {
    const pair = pairs.get(key);
    if (pair === undefined) this.#report(offsetOf(entry), `"${key}" is missing: an acceptance says what, why and until when.`);
    else if (isScalar(pair.value) && typeof pair.value.value === "string" && pair.value.value.trim() !== "") return pair.value.value.trim();
    else this.#report(offsetOf(pair.value ?? pair.key), `"${key}" must be a text that is not empty.`);
    return undefined;
  }

  #refuse(node: unknown, message: string): [] {
    this.#report(offsetOf(node), message);
    return [];
  }

  #report(offset: number, message: string): void {
    this.problems.push({ severity: "error", code: "accepted-file", message, ...this.#place(offset) });
  }

  #place(offset: number): Location {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.#file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

const offsetOf = (node: unknown): number => (node as Node | null | undefined)?.range?.[0] ?? 0;

/** A day that the calendar has. */
function isDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
