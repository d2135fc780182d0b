import { cpSync, mkdtempSync } from "node:fs";
import { join } from "node:path";
import { ownedFolder } from "../setup/owned.mjs";
import { timed, warren } from "./command.js";
import type { Benchmark } from "./figures.js";
import { writeLargeContract } from "./large-contract.js";

const routes = 1_000;

/** The proofs as a command, from its start: of this repository, and of many routes whose consumers have schemas of their own. */
export const contracts: Benchmark = async ({ runs, root, say }) => {
  const folder = ownedFolder(".warren/bench");
  const small = mkdtempSync(join(folder.path, "run-"));
  cpSync(join(root, "asyncapi"), join(small, "asyncapi"), { recursive: true });
  const large = mkdtempSync(join(folder.path, "run-"));
  await writeLargeContract(join(large, "asyncapi"), routes, { ownViews: true });
  const measure = async (documents: string) => {
    const first = await timed(() => warren(root, documents, "contracts"));
    const kept: Awaited<ReturnType<typeof timed>>[] = [];
    for (let run = 0; run < runs; run++) kept.push(await timed(() => warren(root, documents, "contracts")));
    return { first, seconds: kept.map(({ seconds }) => seconds), megabytes: kept.map(({ megabytes }) => megabytes) };
  };
  const own = await measure(small);
  say(`${routes} routes …`);
  const many = await measure(large);
  folder.remove();
  return [
    { name: "contracts, all documents, nothing cached", unit: "s", runs: [own.first.seconds], goal: { most: 3 } },
    { name: "contracts, all documents", unit: "s", runs: own.seconds, goal: { most: 3 } },
    { name: `contracts, ${routes} routes, nothing cached`, unit: "s", runs: [many.first.seconds], goal: { most: 30 } },
    { name: `contracts, ${routes} routes`, unit: "s", runs: many.seconds, goal: { most: 30 } },
    { name: `contracts, ${routes} routes, peak memory`, unit: "MB", runs: many.megabytes, goal: { most: 1024 } },
  ];
};
