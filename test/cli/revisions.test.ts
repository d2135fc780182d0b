/** Documents as they were at a git revision: all of them, located, and nothing touched on the way. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openRevision } from "../../src/cli/revisions/revision.js";
import { desk, till } from "../compatibility/routes/shop.js";
import { temporaryFolder } from "../support/folder.js";
import { type GitRepository, gitRepository } from "../support/git-repository.js";

const text = (type: string): string => `{ payload: { type: object, properties: { id: { type: ${type} } } } }`;

const payloads = async (repository: GitRepository, revision: string, folder = "asyncapi"): Promise<readonly unknown[]> => {
  const opened = await openRevision(join(repository.folder, folder), revision);
  await opened.close();
  return [...opened.contracts.schemas.values()].map(({ node }) => node);
};

const payload = (type: string) => [{ type: "object", properties: { id: { type } } }];
const refusal = async (path: string, revision: string): Promise<string> =>
  openRevision(path, revision).then(
    () => "",
    (error: unknown) => (error as Error).message,
  );

test("a revision has the documents of then, whatever the folder holds now", async () => {
  const repository = gitRepository();
  const first = repository.commit({ "asyncapi/shop/till.yaml": till(text("string")) });
  repository.git("tag", "v1");
  repository.commit({ "asyncapi/shop/till.yaml": till(text("integer")) });
  repository.write({ "asyncapi/shop/till.yaml": "broken: [" });
  for (const name of ["HEAD~1", "v1", first, first.slice(0, 8)]) expect(await payloads(repository, name)).toEqual(payload("string"));
  expect(await payloads(repository, "main")).toEqual(payload("integer"));
});

test("a revision has the folder that is gone, the one that is not yet there, and none", async () => {
  const repository = gitRepository();
  repository.commit({ "readme.md": "Nothing yet." });
  repository.commit({ "asyncapi/shop/till.yaml": till(text("string")) });
  rmSync(join(repository.folder, "asyncapi"), { recursive: true });
  expect(await payloads(repository, "HEAD")).toEqual(payload("string"));
  expect(await payloads(repository, "HEAD~1")).toEqual([]);
});

test("documents refer to files elsewhere in the repository, through links too, but not out of it", async () => {
  const outside = temporaryFolder();
  const elsewhere = gitRepository(outside);
  elsewhere.write({ "secret.yaml": "Id: { type: boolean }" });
  const repository = gitRepository();
  repository.write({ "shared/ids.yaml": "Id: { type: integer }" });
  symlinkSync("../shared", join(repository.folder, "linked"));
  symlinkSync("shared", join(repository.folder, "near"));
  symlinkSync(outside, join(repository.folder, "far"));
  const reference = (file: string) => till(`{ payload: { $ref: '${file}#/Id' } }`);
  repository.commit({ "asyncapi/a.yaml": reference("../shared/ids.yaml") });
  expect(await payloads(repository, "HEAD")).toEqual([{ type: "integer" }]);
  repository.commit({ "asyncapi/a.yaml": reference("../near/ids.yaml") });
  expect(await payloads(repository, "HEAD")).toEqual([{ type: "integer" }]);
  repository.commit({ "asyncapi/a.yaml": reference("../far/secret.yaml") });
  expect(await refusal(join(repository.folder, "asyncapi"), "HEAD")).toBe(
    "The documents at HEAD have errors; nothing can be held against them.",
  );
});

test("names with spaces, line ends and other alphabets are read", async () => {
  const repository = gitRepository();
  repository.commit({ "asyncapi/kasse für\nalle/till 1.yaml": till(text("string")), "asyncapi/b.yaml": desk(text("string")) });
  const opened = await openRevision(join(repository.folder, "asyncapi"), "HEAD");
  await opened.close();
  expect(opened.contracts.applications.map(({ id }) => id).sort()).toEqual(["b", "kasse für\nalle/till 1"]);
});

test("neither folder nor index is touched, and the temporary folder is removed", async () => {
  const repository = gitRepository();
  repository.commit({ "asyncapi/a.yaml": till(text("string")) });
  repository.write({ "asyncapi/a.yaml": till(text("integer")), "asyncapi/new.yaml": desk(text("string")) });
  repository.git("add", "asyncapi/new.yaml");
  const state = () => [repository.git("status", "--porcelain"), repository.git("stash", "list"), repository.git("worktree", "list")];
  const [before, files] = [state(), readdirSync(join(repository.folder, ".git"))];
  const opened = await openRevision(join(repository.folder, "asyncapi"), "HEAD");
  expect(existsSync(opened.folder)).toBe(true);
  await opened.close();
  expect([state(), readdirSync(join(repository.folder, ".git")), existsSync(opened.folder)]).toEqual([before, files, false]);
});

test("a clone without history says so, and how to get it", async () => {
  const repository = gitRepository();
  repository.commit({ "asyncapi/a.yaml": till(text("string")) });
  repository.commit({ "asyncapi/a.yaml": till(text("integer")) });
  const clone = join(temporaryFolder(), "clone");
  execFileSync("git", ["clone", "--quiet", "--depth=1", `file://${repository.folder}`, clone]);
  const opened = await openRevision(join(clone, "asyncapi"), "HEAD");
  await opened.close();
  expect(opened.contracts.applications).toHaveLength(1);
  const words = 'The repository has no revision "HEAD~1"; this clone is shallow, and `git fetch --unshallow` gets the rest.';
  expect(await refusal(join(clone, "asyncapi"), "HEAD~1")).toBe(words);
});

test.each(["nosuch", "--output=stolen", "-h", "HEAD:asyncapi", "HEAD^{tree}", "main\n--output=stolen", "$(touch stolen)", ""])(
  "%j is no revision, and does no harm",
  async (name) => {
    const repository = gitRepository();
    repository.commit({ "asyncapi/a.yaml": till(text("string")) });
    expect(await refusal(join(repository.folder, "asyncapi"), name)).toBe(`The repository has no revision ${JSON.stringify(name)}.`);
    expect(readdirSync(repository.folder).sort()).toEqual([".git", "asyncapi"]);
  },
);

test("a folder in no repository is refused, and one that git's own environment would lead astray is not", async () => {
  expect(await refusal(tmpdir(), "HEAD")).toBe(`${tmpdir()} is in no git repository.`);
  const repository = gitRepository();
  repository.commit({ "asyncapi/a.yaml": till(text("string")) });
  process.env.GIT_DIR = join(tmpdir(), "no-such-repository");
  try {
    expect(await payloads(repository, "HEAD")).toEqual(payload("string"));
  } finally {
    delete process.env.GIT_DIR;
  }
});

test("what git refuses is told in its words", async () => {
  const repository = gitRepository();
  repository.commit({ "asyncapi/a.yaml": till(text("string")) });
  repository.write({ ".git/config": "[core" });
  expect(await refusal(join(repository.folder, "asyncapi"), "HEAD")).toMatch(
    /^git rev-parse failed: fatal: bad config line \d+ in file .*config$/,
  );
});
