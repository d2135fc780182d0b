import { lstatSync, mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ownedFolder } from "../setup/owned.mjs";
import { timed, warren } from "./command.js";
import type { Benchmark } from "./figures.js";
import { writeLargeSystem } from "./large-system.js";
import { searchMilliseconds } from "./search.js";

const size = { applications: 1_000, messages: 10_000 };

/** The docs of a large system as a command, from its start: time, memory, size, and how long the search takes in what was written. */
export const docs: Benchmark = async ({ root, say }) => {
  const folder = ownedFolder(".warren/bench");
  const home = mkdtempSync(join(folder.path, "run-"));
  await writeLargeSystem(join(home, "asyncapi"), size);
  say(`${size.applications} applications, ${size.messages} messages …`);
  const write = () => timed(() => warren(root, home, "docs", "--out", "site"));
  const first = await write();
  const again = await write();
  const site = join(home, "site");
  const search = await searchMilliseconds(site);
  const megabytes = bytesBelow(site) / 1e6;
  folder.remove();
  return [
    { name: "docs, nothing cached", unit: "s", runs: [first.seconds], goal: { most: 60 } },
    { name: "docs", unit: "s", runs: [again.seconds], goal: { most: 60 } },
    { name: "docs, peak memory", unit: "MB", runs: [first.megabytes, again.megabytes], goal: { most: 2048 } },
    { name: "docs, size", unit: "MB", runs: [megabytes], goal: { most: 200 } },
    { name: `search, a letter typed to its results, ${search.where}`, unit: "ms", runs: search.milliseconds, goal: { most: 100 } },
  ];
};

const bytesBelow = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((bytes, { parentPath, name }) => bytes + lstatSync(join(parentPath, name)).size, 0);
