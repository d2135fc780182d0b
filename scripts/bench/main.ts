/**
 * `npm run bench -- [NAME …] [--runs N] [--requests N] [--json FILE]`: measures, each figure beside its baseline in the same run.
 * `--requests`: `rpc` makes so many requests in one go instead, and reports what was lost, what failed and what memory it took.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ownedFolder } from "../setup/owned.mjs";
import { startRabbitNode } from "../setup/rabbit-node.mjs";
import { consume } from "./consume.js";
import { contracts } from "./contracts.js";
import { docs } from "./docs.js";
import type { Benchmark, Figure } from "./figures.js";
import { generate } from "./generate.js";
import { journal } from "./journal.js";
import { publish } from "./publish.js";
import { rpc } from "./rpc/rpc.js";
import { saga } from "./saga.js";
import { jsonOf, tableOf } from "./table.js";

const benchmarks: Readonly<Record<string, Benchmark>> = { publish, consume, journal, rpc, saga, generate, contracts, docs };

const { values, positionals } = parseArgs({
  options: { runs: { type: "string", default: "5" }, requests: { type: "string" }, json: { type: "string" } },
  allowPositionals: true,
});
const names = positionals.length > 0 ? positionals : Object.keys(benchmarks);
const unknown = names.filter((name) => benchmarks[name] === undefined);
const runs = Number(values.runs);
const requests = values.requests === undefined ? undefined : Number(values.requests);
if (unknown.length > 0 || ![runs, requests ?? 1].every((count) => Number.isInteger(count) && count > 0)) {
  process.stderr.write(`Use: npm run bench -- [${Object.keys(benchmarks).join(" | ")} …] [--runs N] [--requests N] [--json FILE]\n`);
  process.exit(2);
}

const root = process.cwd();
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const folder = ownedFolder(".warren/bench");
let node: ReturnType<typeof startRabbitNode> | undefined;
const brokerUrl = async (): Promise<string> => {
  node ??= startRabbitNode({ folder: folder.path });
  return (await node).url;
};

try {
  const figures: Figure[] = [];
  for (const name of names) {
    say(`${name} …`);
    figures.push(...((await benchmarks[name]?.({ runs, requests, brokerUrl, root, say })) ?? []));
  }
  process.stdout.write(`${tableOf(figures)}\n`);
  if (values.json !== undefined) writeFileSync(values.json, jsonOf(figures));
} finally {
  if (node !== undefined) await (await node).stop();
  folder.remove();
}
