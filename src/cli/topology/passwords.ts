import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { parseJson, withoutMark } from "../json-place.js";
import { UsageError } from "../report.js";

export interface Passwords {
  readonly passwords: ReadonlyMap<string, string>;
  /** Users for whom one was made. */
  readonly made: readonly string[];
}

/**
 * Reads passwords by user from a JSON file; makes those that it lacks, and adds them to it before it returns. The file need not exist; one
 * that is made is for its owner only.
 */
export async function passwordsFrom(file: string, users: readonly string[]): Promise<Passwords> {
  const known = await readPasswords(file);
  const made = users.filter((user) => known[user] === undefined);
  if (made.length === 0) return { passwords: new Map(Object.entries(known)), made };
  const all = { ...known, ...Object.fromEntries(made.map((user) => [user, randomBytes(24).toString("base64url")])) };
  // Whole or not at all: a password that is lost locks its application out.
  const draft = `${file}.new`;
  await writeFile(draft, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
  return { passwords: new Map(Object.entries(all)), made };
}

async function readPasswords(file: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "{}";
    throw error;
  });
  const value: unknown = parseJson(withoutMark(text), file);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new UsageError(`${file} must hold an object of passwords by user.`);
  const wrong = Object.entries(value).find(([, password]) => typeof password !== "string" || password === "");
  if (wrong !== undefined) throw new UsageError(`${file} must hold a text that is not empty for the user "${wrong[0]}".`);
  return value as Readonly<Record<string, string>>;
}
