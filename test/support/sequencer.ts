import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Files that start whole systems come first, then all others as vitest would have them: what takes long and waits much does not begin when
 * nothing is left to run beside it.
 */
export class SystemsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isSystem = ({ moduleId }: TestSpecification): boolean => moduleId.includes("/test/e2e/");
    return [...sorted.filter(isSystem), ...sorted.filter((file) => !isSystem(file))];
  }
}
