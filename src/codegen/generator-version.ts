import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** Stands for this generator: its own files, the topology rules it applies, and the exact versions of what it is built on. */
export function generatorVersion(): string {
  const hash = createHash("sha256");
  for (const folder of [here, join(here, "../contract")]) {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const path of files.map((entry) => join(entry.parentPath, entry.name)).sort()) hash.update(readFileSync(path));
  }
  hash.update(readFileSync(join(here, "../../package.json")));
  return hash.digest("hex").slice(0, 16);
}
