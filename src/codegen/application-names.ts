import type { Application, Operation, Problem } from "#contract";
import { memberName, receiverName, typeName, variableName } from "./names.js";

/** What one application's generated declarations are called. */
export interface ApplicationNames {
  /** `payment`: the contract's constant. */
  readonly contract: string;
  /** `PaymentHandlers` */
  readonly handlers: string;
  /** `PaymentPublisher` */
  readonly publisher: string;
  /** `PaymentRequester`; declared only where the application asks something. */
  readonly requester: string;
  /** The descriptor's constant in operations.ts, by operation key. */
  readonly descriptor: ReadonlyMap<string, string>;
  /** The publisher's, requester's or handler's method, by operation key. */
  readonly method: ReadonlyMap<string, string>;
  readonly problems: readonly Problem[];
}

/** Names follow from the documents alone; two keys that end in one name are a problem, never a silent choice. */
export function nameApplication(application: Application): ApplicationNames {
  const last = application.id.slice(application.id.lastIndexOf("/") + 1);
  const descriptor = new Map<string, string>();
  const method = new Map<string, string>();
  const owner = new Map<string, Operation>();
  const problems: Problem[] = [];
  for (const operation of application.operations) {
    const name = variableName(operation.key);
    const first = owner.get(name);
    if (first) problems.push(collision(first, operation, name));
    owner.set(name, operation);
    descriptor.set(operation.key, name);
    method.set(operation.key, operation.action === "send" ? memberName(operation.key) : receiverName(operation.key));
  }
  const pascal = typeName(last);
  return {
    contract: variableName(last),
    handlers: `${pascal}Handlers`,
    publisher: `${pascal}Publisher`,
    requester: `${pascal}Requester`,
    descriptor,
    method,
    problems,
  };
}

const collision = (first: Operation, second: Operation, name: string): Problem => ({
  ...second.location,
  severity: "error",
  code: "operation-name-collision",
  message: `The operations "${first.key}" and "${second.key}" would both be called ${name} in generated code; rename one of them.`,
});
