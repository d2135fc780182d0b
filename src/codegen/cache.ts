import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Keeps what was rendered, by a key that stands for all that went into it: in memory, and on disk for the next run. */
export interface Cache {
  /** What `produce` gave for this key, now or before. */
  keep<T>(key: string, produce: () => Promise<T>): Promise<T>;
}

const keptFiles = 500;

/**
 * A cache in a folder of its own. Whatever is wrong with the folder costs time and nothing else.
 * @param salt stands for the generator itself: a changed generator must not be answered with its predecessor's work
 */
export function openCache(folder: string, salt: string): Cache {
  const memory = new Map<string, Promise<unknown>>();
  return {
    keep<T>(key: string, produce: () => Promise<T>): Promise<T> {
      const name = `${salt}-${key}`;
      const known = memory.get(name);
      if (known) return known as Promise<T>;
      const result = fromDisk<T>(join(folder, `${name}.json`), produce);
      memory.set(name, result);
      result.catch(() => memory.delete(name));
      return result;
    },
  };
}

async function fromDisk<T>(file: string, produce: () => Promise<T>): Promise<T> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as T;
  } catch {
    const result = await produce();
    await store(file, JSON.stringify(result)).catch(() => undefined);
    return result;
  }
}

async function store(file: string, text: string): Promise<void> {
  await mkdir(join(file, ".."), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  await writeFile(temporary, text);
  await rename(temporary, file);
}

/** Removes the oldest entries of a cache folder that has grown large. */
export async function trimCache(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  if (names.length <= keptFiles) return;
  const entries = await Promise.all(
    names.map(async (name) => ({
      name,
      age: await stat(join(folder, name)).then(
        (file) => file.mtimeMs,
        () => 0,
      ),
    })),
  );
  entries.sort((left, right) => right.age - left.age);
  await Promise.all(entries.slice(keptFiles / 2).map(({ name }) => rm(join(folder, name), { force: true })));
}
