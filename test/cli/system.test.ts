/** What the docs and the portal are made of, as the command line reads it. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { readSystem } from "../../src/cli/system.js";
import { desk, till } from "../compatibility/routes/shop.js";
import { gitRepository } from "../support/git-repository.js";

const text = (type: string): string => `{ payload: { type: object, properties: { id: { type: ${type} } } } }`;

const system = async (repository: ReturnType<typeof gitRepository>, against?: string) =>
  readSystem({ asyncapi: join(repository.folder, "asyncapi"), openapi: join(repository.folder, "openapi"), title: "Shop", against });

test("what a schema refuses is placed at its keyword, below the folder of the documents", async () => {
  const repository = gitRepository();
  repository.write({ "asyncapi/shop/till.yaml": till(text("string")), "asyncapi/shop/desk.yaml": desk(text("integer")) });
  const { proofs } = await system(repository);
  const [fault] = proofs.proofs.flatMap(({ faults }) => faults);
  const line = desk(text("integer")).split("\n")[(fault?.consumerAt.line ?? 0) - 1] ?? "";
  expect(fault).toMatchObject({ keyword: "type", consumerAt: { file: "shop/desk.yaml" } });
  expect(line.slice((fault?.consumerAt.column ?? 0) - 1)).toMatch(/^type: integer/);
});

test("a revision is compared with the documents as they are, and two with each other", async () => {
  const repository = gitRepository();
  repository.commit({ "asyncapi/shop/till.yaml": till(text("string")), "asyncapi/shop/desk.yaml": desk(text("string")) });
  repository.git("tag", "v1");
  repository.commit({ "asyncapi/shop/desk.yaml": desk(text("integer")) });
  repository.git("tag", "v2");
  repository.write({ "asyncapi/shop/desk.yaml": desk(text("string")) });
  const [now, both, none] = await Promise.all([system(repository, "v1"), system(repository, "v1..v2"), system(repository)]);
  expect(now.changes).toMatchObject({
    before: expect.stringMatching(/^v1 \([0-9a-f]{7}\)$/),
    after: "the working tree",
    changes: { standing: "safe" },
  });
  expect(both.changes).toMatchObject({ after: expect.stringMatching(/^v2 \(/), changes: { standing: "breaking" } });
  expect(none.changes).toBeUndefined();
});
