import { type ContractProofs, proveContracts } from "#compatibility";
import type { ContractSet, Route } from "#contract";

/** What is proved of a set of documents, by route. */
export interface RouteProofs {
  readonly findings: ContractProofs["findings"];
  /** Sentences about messages of a route that its consumer is not proved to take. */
  faultsOf(route: Route): readonly string[];
}

export function proofsOf(set: ContractSet): RouteProofs {
  const { proofs, findings } = proveContracts(set);
  const byRoute = new Map<string, typeof proofs>();
  for (const proof of proofs) {
    for (const route of proof.routes) byRoute.set(keyOf(route), [...(byRoute.get(keyOf(route)) ?? []), proof]);
  }
  return {
    findings,
    faultsOf(route) {
      if (route.consumer === undefined) return [];
      const found = (byRoute.get(keyOf(route)) ?? []).filter(({ message }) => route.producer.messages.includes(message));
      const missing = route.producer.messages.filter((message) => !found.some((proof) => proof.message === message));
      const broken = found.filter(({ standing }) => standing !== "proved");
      return [
        ...missing.map((message) => `nothing is proved of ${message}`),
        ...broken.flatMap(({ id, standing, faults }) => [`${id} is ${standing}`, ...faults.map(({ reason }) => reason)]),
      ];
    },
  };
}

const keyOf = ({ producer, consumer, queue, hops }: Route): string => JSON.stringify([producer, consumer, queue, hops]);
