import type { Broker } from "./broker.js";
import type { Move } from "./failure.js";
import { type Backoff, pauses } from "./pauses.js";

export interface Mover {
  readonly broker: Pick<Broker, "publish">;
  readonly backoff: Required<Backoff>;
  /** Ends the tries. */
  readonly signal: AbortSignal;
  /** A try failed. */
  readonly failed: (err: unknown, target: string) => void;
}

/**
 * Publishes a failed delivery where it has to go; false if that could not be done. Tries again in place while the broker is away
 * or the target missing: giving back at once would loop, and on a quorum queue each giving back counts towards the limit at
 * which the broker drops the message.
 */
export const carryOut = async ({ message }: Move, { broker, backoff, signal, failed }: Mover): Promise<boolean> => {
  for await (const _ of pauses(backoff, signal)) {
    try {
      await broker.publish(message);
      return true;
    } catch (err) {
      failed(err, message.routingKey);
    }
  }
  return false;
};
