import { mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder holds files that are none of a site: nothing was written. */
export class ForeignFolderError extends Error {
  override readonly name = "ForeignFolderError";
}

/** Stands in a folder that a site was written to, so that it is known again. */
const mark = ".warren-site";

/** A folder that a site is written to. Written at once, file by file: the pages are many and small, and what waits for nothing is quickest. */
export class SiteFolder {
  readonly #folder: string;
  readonly #kept = new Set([mark]);
  readonly #made = new Set<string>();

  /** Throws {@link ForeignFolderError} for a folder that is neither empty nor one that a site was written to. */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    const names = readdirSync(folder);
    if (names.length > 0 && !names.includes(mark))
      throw new ForeignFolderError(`${folder} holds other files, which pages would be mixed with; name a folder that is empty or new.`);
    writeFileSync(join(folder, mark), "Written by warren docs, which removes from this folder what it did not write.\n");
  }

  /** @param path below the folder, `/` between its parts */
  write(path: string, text: string): void {
    const file = join(this.#folder, path);
    const parent = dirname(file);
    if (!this.#made.has(parent)) mkdirSync(parent, { recursive: true });
    this.#made.add(parent);
    writeFileSync(file, text);
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
