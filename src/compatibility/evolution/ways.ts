import type { ContractSet } from "#contract";
import type { Fault, Proof } from "../routes/model.js";
import type { Blame } from "./blame.js";
import { operationOf, sentMessage, takenMessage } from "./ends.js";
import type { Outcome, Policy, Way, WayChange } from "./model.js";

/** Everything that is known of one way. */
export interface WayScene {
  readonly way: Way;
  readonly producers: ContractSet;
  readonly consumers: ContractSet;
  readonly proofs: ReadonlyMap<string, Proof>;
  /** Of the old set alone. */
  readonly old: ReadonlyMap<string, Proof>;
  /** Of this way, under the policy. */
  readonly byPolicy: ReadonlyMap<string, Proof>;
  readonly policy: Policy | undefined;
  readonly blame: Blame;
}

type Ends = Pick<Proof, "id" | "producer" | "consumer" | "message">;
type Verdict = Pick<WayChange, "outcome" | "sentence" | "faults">;

export function wayOf(ends: Ends, scene: WayScene): WayChange {
  const { way, proofs } = scene;
  const proof = proofs.get(ends.id);
  return { id: `${way} ${ends.id}`, way, ...(proof === undefined ? apart(ends, scene) : together(proof, scene)) };
}

const [versions, article] = [
  { "old-to-new": ["old", "new"], "new-to-old": ["new", "old"], "new-to-new": ["new", "new"] },
  { old: "an old", new: "a new" },
] as const;

/** They do not meet: for want of one of them, or because no route leads from one to the other. */
function apart(ends: Ends, { way, producers, consumers, old }: WayScene): Verdict {
  const [producing, consuming] = versions[way];
  const sent = sentMessage(producers, ends.producer, ends.message);
  if (sent === undefined) return nothing(`No ${producing} instance sends this message.`);
  const consumer = operationOf(consumers, ends.consumer);
  if (consumer === undefined) return nothing(`There is no ${consuming} consumer.`);
  if (takenMessage(consumers, ends.consumer, sent) === undefined) return nothing(`The ${consuming} consumer knows no such message.`);
  if (!old.has(ends.id)) return nothing(`No route leads from ${article[producing]} producer to ${article[consuming]} consumer.`);
  const reason = `The message comes to its consumer no more: no route leads from ${article[producing]} producer to ${article[consuming]} consumer.`;
  const fault: Fault = { part: "route", standing: "broken", reason, producerAt: sent.location, consumerAt: consumer.location };
  return { outcome: "breaking", sentence: reason, faults: [fault] };
}

const nothing = (sentence: string): Verdict => ({ outcome: "nothing-sent", sentence, faults: [] });

function together(proof: Proof, { way, old, byPolicy, policy, blame }: WayScene): Verdict {
  if (proof.standing === "proved") return { outcome: "safe", sentence: "Proved: every message is taken.", faults: [] };
  if (policy !== undefined && byPolicy.get(proof.id)?.standing === "proved") {
    return {
      outcome: "safe-by-policy",
      sentence: `Safe by policy ${policy}; not proved: ${sentenceOf(proof.faults)}`,
      faults: proof.faults,
    };
  }
  const fresh = blame.newFaults(way, proof, old.get(proof.id));
  const faults = [...fresh, ...proof.faults.filter((fault) => !fresh.includes(fault))];
  const outcome = outcomeOf(proof, fresh);
  return { outcome, sentence: sentenceOf(faults), faults };
}

function outcomeOf({ standing }: Proof, fresh: readonly Fault[]): Outcome {
  if (fresh.some((fault) => fault.standing === "broken")) return "breaking";
  if (fresh.length > 0) return "unknown";
  return standing === "broken" ? "broken-before" : "unknown-before";
}

/** What is broken says more than what is unknown. */
const sentenceOf = (faults: readonly Fault[]): string => (faults.find(({ standing }) => standing === "broken") ?? faults[0])?.reason ?? "";
