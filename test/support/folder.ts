import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** An empty folder outside the repository that is gone after the test. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "warren-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
