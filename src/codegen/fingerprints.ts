import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";

export interface Fingerprints {
  /** Stands for the names and contents of these files. */
  of(files: readonly string[]): Promise<string>;
}

/** Fingerprints that read a file again only when its place, size or times changed. */
export function createFingerprints(): Fingerprints {
  const known = new Map<string, { readonly state: string; readonly hash: string }>();
  const hashOf = async (file: string): Promise<string> => {
    try {
      const { ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
      const state = [ino, size, mtimeNs, ctimeNs].join(" ");
      const last = known.get(file);
      if (last?.state === state) return last.hash;
      const hash = createHash("sha256")
        .update(await readFile(file))
        .digest("hex");
      known.set(file, { state, hash });
      return hash;
    } catch {
      known.delete(file);
      return "absent";
    }
  };
  return {
    of: async (files) => JSON.stringify(await Promise.all(files.map(async (file) => [file, await hashOf(file)]))),
  };
}
