import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { ownedFolder } from "../setup/owned.mjs";
import { timed, warren } from "./command.js";
import type { Benchmark } from "./figures.js";
import { writeLargeContract } from "./large-contract.js";

const manyMessages = 1_000;

/** The generator as a command: cold, with nothing to do, in watch after one edit, and on a large set of documents. */
export const generate: Benchmark = async ({ runs, root, say }) => {
  const folder = ownedFolder(".warren/bench");
  const empty = (): string => mkdtempSync(join(folder.path, "run-"));
  const cold: number[] = [];
  for (let run = 0; run < runs; run++) cold.push((await timed(() => cli(root, copyOfDocuments(root, empty())))).seconds);
  const unchanged: number[] = [];
  for (let run = 0; run <= runs; run++)
    unchanged.push((await timed(() => spawn(process.execPath, ["scripts/generate.mjs"], { cwd: root, stdio: "ignore" }))).seconds);
  const watched = await watchEdits(root, copyOfDocuments(root, empty()), runs);
  say(`${manyMessages} messages …`);
  const large = empty();
  await writeLargeContract(join(large, "asyncapi"), manyMessages);
  const big = await timed(() => cli(root, large));
  folder.remove();
  return [
    { name: "generate, all documents, cold", unit: "s", runs: cold, goal: { most: 4 } },
    { name: "generate, nothing changed", unit: "s", runs: unchanged.slice(1), goal: { most: 0.4 } },
    { name: "generate, one document edited in watch", unit: "s", runs: watched, goal: { most: 0.7 } },
    { name: `generate, ${manyMessages} messages`, unit: "s", runs: [big.seconds], goal: { most: 30 } },
    { name: `generate, ${manyMessages} messages, peak memory`, unit: "MB", runs: [big.megabytes], goal: { most: 1024 } },
  ];
};

/** The CLI in a folder of its own: no cache from before. */
const cli = (root: string, folder: string, ...options: string[]): ChildProcess => warren(root, folder, "generate", ...options);

function copyOfDocuments(root: string, folder: string): string {
  for (const documents of ["asyncapi", "openapi"]) cpSync(join(root, documents), join(folder, documents), { recursive: true });
  return folder;
}

/** From saving a document to the line that says that the code is written. */
async function watchEdits(root: string, folder: string, runs: number): Promise<number[]> {
  mkdirSync(join(folder, "generated"), { recursive: true });
  const child = cli(root, folder, "--watch");
  const lines = linesOf(child);
  await lines.next();
  const times: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const began = performance.now();
    addField(join(folder, "asyncapi/orders/messages.yaml"), `edit${run}`);
    await lines.next();
    if (run > 0) times.push((performance.now() - began) / 1000);
  }
  child.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
  return times;
}

/** A new required field of a message that every application of the group uses. */
function addField(file: string, name: string): void {
  const text = readFileSync(file, "utf8");
  const edited = text.replace("required: [orderId, customerId, cardId,", `required: [${name}, orderId, customerId, cardId,`);
  writeFileSync(file, edited.replace("        customerId: {", `        ${name}: { type: string }\n        customerId: {`));
}

function linesOf(child: ChildProcess): { next(): Promise<void> } {
  let seen = 0;
  let taken = 0;
  let wake: () => void = () => undefined;
  child.stdout?.on("data", (chunk: Buffer) => {
    seen += chunk.toString().split("generated ").length - 1;
    wake();
  });
  return {
    async next() {
      taken++;
      while (seen < taken) await new Promise<void>((resolve) => (wake = resolve));
    },
  };
}
