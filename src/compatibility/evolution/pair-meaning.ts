import type { ContractSet } from "#contract";
import type { Proof } from "../routes/model.js";
import { operationOf, sentMessage, takenBy } from "./ends.js";
import type { Meanings } from "./meaning.js";

/** What one sends and the other takes, as text: equal texts mean the same. */
export function pairMeaning(
  { producer, consumer, message }: Pick<Proof, "producer" | "consumer" | "message">,
  set: ContractSet,
  meanings: Meanings,
): string {
  const sent = sentMessage(set, producer, message);
  const taken = takenBy(operationOf(set, consumer)).map((each) => meanings.of(each));
  return JSON.stringify([sent === undefined ? null : meanings.of(sent), taken, prioritiesOf(operationOf(set, producer))]);
}

/** Which messages go before which. */
const prioritiesOf = (operation: ReturnType<typeof operationOf>) =>
  operation?.action === "send" ? [operation.priority ?? null, operation.priorityBy ?? null] : [];
