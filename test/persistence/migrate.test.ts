import { join } from "node:path";
import { expect, test } from "vitest";
import { type Migrations, openStore } from "#persistence";
import { migrations, temporaryFolder } from "./counter-store.js";

const table = (name: string) => ({
  up: (db: Parameters<NonNullable<Migrations[string]>["up"]>[0]) => db.schema.createTable(name).addColumn("id", "integer").execute(),
});

const opened = async (url: string, list: Migrations) => (await openStore({ url, migrations: list })).close();

test("migrations run in the order of their names, once each", async () => {
  const url = join(temporaryFolder(), "m.db");
  const ran: string[] = [];
  const noting = (name: string) => ({ up: async () => void ran.push(name) });
  await opened(url, { "0002_b": noting("b"), "0001_a": noting("a") });
  await opened(url, { "0001_a": noting("a"), "0002_b": noting("b"), "0003_c": noting("c") });
  expect(ran).toEqual(["a", "b", "c"]);
});

test("a migration that fails leaves nothing of itself, keeps those before it, and is named", async () => {
  const url = join(temporaryFolder(), "m.db");
  const failing = {
    up: async (db: Parameters<NonNullable<Migrations[string]>["up"]>[0]) => {
      await table("half").up(db);
      throw new Error("out of ideas");
    },
  };
  await expect(opened(url, { ...migrations, "0002_half": failing })).rejects.toThrow("Migration 0002_half failed: out of ideas");
  await opened(url, { ...migrations, "0002_half": table("half") });
});

test("a database that a newer version has migrated is refused", async () => {
  const url = join(temporaryFolder(), "m.db");
  await opened(url, { ...migrations, "0002_new": table("fresh") });
  await expect(opened(url, migrations)).rejects.toThrow("holds migration 0002_new, which this version does not have");
});

test("a migration put before one that is applied is refused", async () => {
  const url = join(temporaryFolder(), "m.db");
  await opened(url, { "0002_b": table("b") });
  await expect(opened(url, { "0001_a": table("a"), "0002_b": table("b") })).rejects.toThrow("0001_a comes before 0002_b");
});
