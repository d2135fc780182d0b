import type { Policy } from "#compatibility";
import { UsageError } from "../report.js";

const policies: readonly Policy[] = ["declared-properties-only"];

/** The policy of a name. Throws a {@link UsageError} where there is none. */
export function policyOf(name: string | undefined): Policy | undefined {
  const policy = policies.find((each) => each === name);
  if (name !== undefined && policy === undefined) throw new UsageError(`There is no policy "${name}". There is: ${policies.join(", ")}.`);
  return policy;
}
