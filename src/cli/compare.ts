import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { compare, SchemaError, type Verdict } from "#compatibility";
import type { Json } from "#contract";
import { parseJson, withoutMark } from "./json-place.js";
import { explain } from "./report.js";

interface Options {
  readonly json?: true;
  readonly pairs?: string;
}

interface Pair {
  readonly name: string;
  readonly producer: Json;
  readonly consumer: Json;
}

const exitCodes = { compatible: 0, incompatible: 1, unknown: 2 } as const satisfies Record<Verdict["verdict"], number>;
const badInput = 3;

/** `warren compare`: does a consumer's schema accept all that a producer's schema allows? */
export function compareCommand(): Command {
  return new Command("compare")
    .description(
      "Prove that a consumer's JSON Schema accepts all that a producer's allows. Exit 0: it does; 1: it does not; 2: not decided; 3: bad input.",
    )
    .argument("[producer]", "a JSON file with the producer's schema")
    .argument("[consumer]", "a JSON file with the consumer's schema")
    .option("--json", "answer as one line of JSON")
    .option("--pairs <file>", "a JSON file with a list of {name, producer, consumer}; answers one line of JSON for each")
    .action(async (producer: string | undefined, consumer: string | undefined, options: Options) => {
      process.exitCode = await run(producer, consumer, options).catch((error: unknown) => {
        process.stderr.write(`${explain(error)}\n`);
        return badInput;
      });
    });
}

async function run(producer: string | undefined, consumer: string | undefined, options: Options): Promise<number> {
  if (options.pairs !== undefined) return comparePairs(await readPairs(options.pairs));
  if (producer === undefined || consumer === undefined)
    throw new Error("Name two files, the producer's schema and the consumer's, or --pairs.");
  return compareFiles(producer, consumer, options.json === true);
}

async function compareFiles(producer: string, consumer: string, asJson: boolean): Promise<number> {
  const [sent, taken] = [await readJson(producer), await readJson(consumer)];
  try {
    const verdict = compare({ schema: sent }, { schema: taken });
    process.stdout.write(asJson ? `${JSON.stringify(verdict)}\n` : inWords(verdict));
    return exitCodes[verdict.verdict];
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw new Error(`${error.origin.side === "producer" ? producer : consumer}#${error.origin.pointer}: ${error.message}.`);
  }
}

function inWords(verdict: Verdict): string {
  if (verdict.verdict === "compatible") return "compatible: every value that the producer's schema allows is accepted by the consumer's\n";
  if (verdict.verdict === "unknown") {
    return `unknown: ${verdict.reason} (${[verdict.keyword, `${verdict.side}#${verdict.pointer}`].filter((part) => part !== "").join(", ")})\n`;
  }
  const place = `consumer#${verdict.pointer}${verdict.at === "" ? "" : `, at ${verdict.at}`}`;
  return `incompatible: ${verdict.keyword} (${place}) refuses what the producer may send:\n${JSON.stringify(verdict.witness)}\n`;
}

/** One line of JSON per pair. What is no schema is a line too, so that the others get their answers. The exit code is that of the worst. */
function comparePairs(pairs: readonly Pair[]): number {
  let worst = 0;
  for (const { name, producer, consumer } of pairs) {
    const start = performance.now();
    const answer = comparePair(producer, consumer);
    const ms = Math.round((performance.now() - start) * 1000) / 1000;
    process.stdout.write(`${JSON.stringify({ name, ...answer.line, ms })}\n`);
    worst = Math.max(worst, answer.code);
  }
  return worst;
}

function comparePair(producer: Json, consumer: Json): { readonly line: object; readonly code: number } {
  try {
    const verdict = compare({ schema: producer }, { schema: consumer });
    return { line: verdict, code: exitCodes[verdict.verdict] };
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    const { side, pointer } = error.origin;
    return { line: { verdict: "unknown", side, keyword: "", pointer, reason: `bad input: ${error.message}` }, code: badInput };
  }
}

async function readPairs(path: string): Promise<readonly Pair[]> {
  const pairs = await readJson(path);
  if (!Array.isArray(pairs)) throw new Error(`${path} must hold a list of {name, producer, consumer}.`);
  return pairs.map((pair: unknown, at) => {
    if (!isPair(pair)) throw new Error(`${path}: entry ${at} must have name, producer and consumer.`);
    return pair;
  });
}

const isPair = (value: unknown): value is Pair =>
  typeof value === "object" && value !== null && "name" in value && "producer" in value && "consumer" in value;

async function readJson(path: string): Promise<Json> {
  return parseJson(withoutMark(await readFile(path, "utf8")), path) as Json;
}
