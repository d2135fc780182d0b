/** The processes of the benchmark: bundled as services are, and started as children that end with it. */
import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { spawnOwned, stopOwned } from "../../setup/owned.mjs";
import { bundle } from "../../setup/services.mjs";
import type { LoadOrder, LoadResult } from "./load.js";

const sources = {
  "ours-client": import.meta.resolve("./ours-client.ts"),
  "raw-client": import.meta.resolve("./raw-client.ts"),
  "raw-server": import.meta.resolve("./raw-server.ts"),
  "http-client": import.meta.resolve("./http-client.ts"),
  "http-server": import.meta.resolve("./http-server.ts"),
};
type Name = keyof typeof sources;

/** A process that takes orders. */
export interface LoadProcess {
  load(order: LoadOrder): Promise<LoadResult>;
}

export interface Programs {
  /** Resolves when the program says that it is ready. */
  start(name: Name, ...args: string[]): Promise<LoadProcess>;
  stop(): Promise<void>;
}

/** @param out a folder inside the repository, so that packages are found from there */
export async function buildPrograms(root: string, out: string): Promise<Programs> {
  const entryPoints = Object.entries(sources).map(([name, source]) => ({ in: fileURLToPath(source), out: name }));
  await bundle(root, entryPoints, out);
  const children: ChildProcess[] = [];
  return {
    async start(name, ...args) {
      const command = ["--expose-gc", join(out, `${name}.js`), ...args];
      const child = spawnOwned(process.execPath, command, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
      children.push(child);
      await answerOf(child, name);
      return {
        load(order) {
          const answer = answerOf(child, name);
          child.send(order);
          return answer as Promise<LoadResult>;
        },
      };
    },
    async stop() {
      await Promise.all(children.map((child) => stopOwned(child)));
    },
  };
}

/** The next thing that a child says. */
const answerOf = (child: ChildProcess, name: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`${name} ended with exit code ${code}`));
    child.once("exit", ended);
    child.once("message", (message) => {
      child.off("exit", ended);
      resolve(message);
    });
  });
