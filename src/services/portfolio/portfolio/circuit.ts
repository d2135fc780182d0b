import { CircuitState, ConsecutiveBreaker, circuitBreaker, handleType, isBrokenCircuitError } from "cockatiel";
import type { Logger } from "#messaging";

export interface CircuitOptions {
  /** What the calls go over, for the log. */
  readonly name: string;
  /** Consecutive failures that open the circuit. */
  readonly failures: number;
  /** How long an open circuit refuses calls before one of them probes, milliseconds. */
  readonly openMs: number;
  /** What the others do while one call probes: give up at once, or wait for what the probe finds. */
  readonly whileProbing: "refuse" | "wait";
  readonly log: Logger;
}

/** Keeps calls from something that fails: after enough failures it refuses them, and lets one through now and then to see. */
export interface Circuit {
  /**
   * Makes the call. `probing`: the circuit is open, and this call decides whether it closes. `given up`: the caller's own doing, which
   * is no failure. Rejects with what the call threw, or with {@link CircuitOpen} where it was not made.
   */
  run<Result>(call: (probing: boolean) => Promise<Result>, signal: AbortSignal): Promise<Result>;
}

/** The call was not made. */
export class CircuitOpen extends Error {
  override readonly name = "CircuitOpen";
}

/** Carries a failure that counts through the breaker. */
class Counted extends Error {}

export function createCircuit({ name, failures, openMs, whileProbing, log }: CircuitOptions): Circuit {
  const breaker = circuitBreaker(handleType(Counted), { breaker: new ConsecutiveBreaker(failures), halfOpenAfter: openMs });
  /** How often the circuit has opened: the failure of a call that began before that says nothing new. */
  let era = 0;
  breaker.onStateChange((state) => {
    if (state === CircuitState.Open) era++;
    const fields = { circuit: name, state: words[state] };
    if (state === CircuitState.Open) log.warn(fields, `The circuit over ${name} is open`);
    else log.info(fields, `The circuit over ${name} is ${words[state]}`);
  });
  return {
    async run(call, signal) {
      if (whileProbing === "refuse" && breaker.state === CircuitState.HalfOpen) throw new CircuitOpen(`${name} is being probed`);
      try {
        return await breaker.execute(async () => {
          const probing = breaker.state !== CircuitState.Closed;
          const began = era;
          try {
            return await call(probing);
          } catch (error) {
            // A probe that was given up has shown nothing: the circuit stays open.
            const counts = probing || (!signal.aborted && began === era);
            throw counts ? new Counted(name, { cause: error }) : error;
          }
        });
      } catch (error) {
        if (isBrokenCircuitError(error)) throw new CircuitOpen(`${name} failed a moment ago`);
        throw error instanceof Counted ? error.cause : error;
      }
    },
  };
}

const words: Readonly<Record<CircuitState, string>> = {
  [CircuitState.Closed]: "closed",
  [CircuitState.Open]: "open",
  [CircuitState.HalfOpen]: "half-open",
  [CircuitState.Isolated]: "isolated",
};
