import { type ContractSet, routeContracts } from "#contract";
import { answerableFaults } from "./answerable.js";
import { arrivalFaults } from "./arrival.js";
import { headersFaults, payloadFaults } from "./content.js";
import { type Conversations, conversationsOf, isMeant } from "./conversations.js";
import { correlationFaults } from "./correlation.js";
import { type Delivery, deliveriesOf } from "./deliveries.js";
import { bodyFaults, takenAs } from "./envelope.js";
import { findingsOf } from "./findings.js";
import { Inclusions } from "./inclusion.js";
import { mergeSets } from "./merge.js";
import type { ContractProofs, Fault, Proof, ProofOptions, Standing } from "./model.js";
import { replyAddressFaults } from "./reply-address.js";
import { rivalFaults } from "./rivals.js";

/**
 * Proves of every message on every route of a set that its consumer takes it, as the runtime would: see docs/reference/contracts.md for
 * what that covers. Of what is sent, only what the producer's document allows is looked at.
 */
export function proveContracts(set: ContractSet, options: ProofOptions = {}): ContractProofs {
  const graph = routeContracts(set);
  const proofs = proofsOf(set, graph.routes, options);
  return { proofs, findings: findingsOf(set, graph, proofs) };
}

/**
 * The same for messages whose producers are of one set and whose consumers are of another, as they meet while a new version is rolled
 * out: the broker holds what both declare. A request is sent by the first set and answered by the second; an answer the other way about,
 * so that in every proof the producer is of the first set and the consumer of the second. Has no findings. Of two equal sets the proofs
 * are those of {@link proveContracts}; an end that is in one set only has proofs only where it meets the other set.
 */
export function proveBetween(producers: ContractSet, consumers: ContractSet, options: ProofOptions = {}): ContractProofs {
  if (producers === consumers) return { proofs: proveContracts(producers, options).proofs, findings: [] };
  const prove = (starting: ContractSet, taking: ContractSet, wanted: Wanted): readonly Proof[] => {
    const merged = mergeSets(starting, taking);
    return proofsOf(merged, routeContracts(merged).routes, options, wanted);
  };
  const asked = prove(producers, consumers, (delivery) => !isAnswer(delivery));
  return { proofs: [...asked, ...prove(consumers, producers, isAnswer)], findings: [] };
}

type Routes = ReturnType<typeof routeContracts>["routes"];

type Wanted = (delivery: Delivery) => boolean;

const isAnswer: Wanted = ({ routes }) => routes[0]?.hops[0]?.kind === "reply";

function proofsOf(set: ContractSet, routes: Routes, { timeoutMs }: ProofOptions, wanted: Wanted = () => true): readonly Proof[] {
  const inclusions = new Inclusions(set, timeoutMs);
  const conversations = conversationsOf(set, routes);
  const deliveries = deliveriesOf(set, routes);
  return deliveries
    .filter((delivery) => wanted(delivery) && isMeant(delivery, deliveries, conversations))
    .map((delivery) => proofOf(delivery, faultsOf(delivery, inclusions, conversations)));
}

function faultsOf(delivery: Delivery, inclusions: Inclusions, conversations: Conversations): Fault[] {
  const taken = takenAs(delivery);
  const ofContent =
    "fault" in taken
      ? [taken.fault]
      : [
          ...payloadFaults(delivery, taken.message, inclusions),
          ...headersFaults(delivery, taken.message, inclusions),
          ...correlationFaults(delivery, taken.message, inclusions),
          ...answerableFaults(delivery, inclusions),
        ];
  return [
    ...arrivalFaults(delivery, conversations),
    ...rivalFaults(delivery, conversations),
    ...bodyFaults(delivery),
    ...ofContent,
    ...replyAddressFaults(delivery, inclusions, conversations),
  ];
}

function proofOf({ id, sender, taker, routes }: Delivery, faults: readonly Fault[]): Proof {
  return { id, producer: sender.end, consumer: taker.end, message: sender.message.key, routes, standing: worstOf(faults), faults };
}

function worstOf(faults: readonly Fault[]): Standing {
  if (faults.some(({ standing }) => standing === "broken")) return "broken";
  return faults.length > 0 ? "unknown" : "proved";
}
