import { mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileWriter, type WriteFile } from "./file-writer.js";

/** The folder holds files that are none of a site, or cannot be written to: nothing was written. The message is one plain sentence. */
export class SiteFolderError extends Error {
  override readonly name = "SiteFolderError";
}

/** Stands in a folder that a site was written to, so that it is known again. */
const mark = ".warren-site";

/** A folder that a site is written to, and what in it belongs to the site. */
export class SiteFolder {
  readonly #folder: string;
  readonly #kept = new Set([mark]);
  readonly #write: WriteFile;

  /** Throws {@link SiteFolderError} for a folder that is neither empty nor one that a site was written to, and for none. */
  constructor(folder: string) {
    this.#folder = folder;
    this.#write = fileWriter(folder);
    try {
      mkdirSync(folder, { recursive: true });
      const names = readdirSync(folder);
      if (names.length > 0 && !names.includes(mark))
        throw new SiteFolderError(`${folder} holds other files, which pages would be mixed with; name a folder that is empty or new.`);
      writeFileSync(join(folder, mark), "Written by warren docs, which removes from this folder what it did not write.\n");
    } catch (error) {
      throw error instanceof SiteFolderError ? error : new SiteFolderError(`No pages can be written to "${folder}": ${whyNot(error)}.`);
    }
  }

  /** As {@link WriteFile}. */
  write(path: string, text: string): void {
    this.#write(path, text);
    this.keep(path);
  }

  /** Says that a file belongs to the site, whoever writes it. @param path as of {@link write} */
  keep(path: string): void {
    this.#kept.add(path);
  }

  /** Removes what an earlier run wrote and this one did not keep. @param except a folder in it that somebody else fills */
  prune(except: string): void {
    this.#pruneBelow("", except);
  }

  #pruneBelow(path: string, except: string): void {
    const folder = join(this.#folder, path);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const inner = path === "" ? entry.name : `${path}/${entry.name}`;
      if (inner === except) continue;
      if (entry.isDirectory()) this.#pruneBelow(inner, except);
      else if (!this.#kept.has(inner)) rmSync(join(this.#folder, inner));
    }
    if (path !== "" && readdirSync(folder).length === 0) rmdirSync(folder);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such place",
  EEXIST: "it is a file",
  ENOTDIR: "a file stands where a folder should be",
  EACCES: "that is not permitted",
  EPERM: "that is not permitted",
  EROFS: "it can only be read",
};

function whyNot(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons[code] ?? (error instanceof Error ? error.message : String(error));
}
