import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

const browserFolder = fileURLToPath(new URL("../browser/", import.meta.url));
const entries = ["style.css", "theme.ts", "docs.ts"];

export interface AssetOptions {
  /** With the script of the live pages, which only the portal serves. */
  readonly live?: boolean;
}

/** Puts what pages load into `<folder>/assets`: the style, and each script as a classic one, since a browser loads no module from a folder. */
export async function writeAssets(folder: string, { live = false }: AssetOptions = {}): Promise<void> {
  // Imported here: esbuild starts a process of its own, which only writing pages should pay for.
  const { build } = await import("esbuild");
  await build({
    absWorkingDir: browserFolder,
    entryPoints: live ? [...entries, "live.tsx"] : entries,
    outdir: resolve(folder, "assets"), // of the folder that we stand in, not of esbuild's
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    logLevel: "silent",
  });
}
