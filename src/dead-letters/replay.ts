/** Letters back to the queue that they failed in. */
import { type Delivery, MessagingError } from "#messaging";
import { type BodyForm, replayOf } from "./copies.js";
import { inTurn } from "./in-turn.js";
import { type Letter, letterOf } from "./letter.js";
import { type Repair, repaired, repairFault } from "./repair.js";
import { pick, type Selection } from "./select.js";
import type { Scene } from "./show.js";
import type { Verdict } from "./verdict.js";
import { type Fate, type WalkReport, walk } from "./walk.js";

export interface ReplayOptions {
  readonly select: Selection;
  /** Instead of where each came from. */
  readonly to?: string | undefined;
  /** Of the one letter that is meant; as it then is, it is held against the schema of its consumer first. */
  readonly repair?: Repair | undefined;
  /** Moves nothing. */
  readonly dryRun?: boolean | undefined;
  /** Ends after what is under way. */
  readonly signal?: AbortSignal | undefined;
  /** Told of each letter that was meant, once its fate is known. */
  readonly onLetter?: ((outcome: ReplayOutcome) => void) | undefined;
}

export interface ReplayOutcome {
  readonly letter: Letter;
  /** `ready`: a dry run would have replayed it. */
  readonly result: "replayed" | "ready" | "refused";
  readonly to?: string;
  /** Why it was refused, one sentence. */
  readonly reason?: string;
  /** What the contract says of it: in a dry run, and where a repair is refused. */
  readonly verdict?: Verdict;
}

export interface ReplayReport extends WalkReport {
  readonly replayed: number;
  /** That a dry run would have replayed. */
  readonly ready: number;
  readonly refused: number;
  /** Ids that no message had. */
  readonly missing: readonly string[];
}

/**
 * Each letter is published to its queue, confirmed, and only then acked: whatever ends the run on the way leaves it in both queues at
 * worst. Rejects as {@link walk} does; what was replayed until then stays replayed.
 */
export const replay = async (scene: Scene, options: ReplayOptions): Promise<ReplayReport> => {
  await checkTarget(scene, options.to);
  const { isMeant, missing, ...picked } = pick(options.select, scene.isResting);
  const counts = { replayed: 0, ready: 0, refused: 0 };
  const task = new Replay(scene, options);
  const visit = (delivery: Delivery): Fate | Promise<Fate> => {
    if (!isMeant(delivery)) return "kept";
    return task.handle(delivery).then((outcome) => {
      counts[outcome.result]++;
      options.onLetter?.(outcome);
      return outcome.result === "replayed" ? "taken" : "kept";
    });
  };
  const { broker, queue, deliveryLimit } = scene;
  const report = await walk({ ...picked, broker, queue, deliveryLimit, signal: options.signal, visit });
  return { ...report, ...counts, missing: missing() };
};

const checkTarget = async ({ broker, queue }: Scene, to: string | undefined): Promise<void> => {
  if (to === queue) throw new MessagingError("rejected", `The letters are in "${to}" already.`);
  if (to !== undefined && (await broker.depth(to)) === undefined) throw new MessagingError("rejected", `RabbitMQ has no queue "${to}".`);
};

class Replay {
  readonly #scene: Scene;
  readonly #options: ReplayOptions;
  readonly #next = inTurn();
  #isRepairUsed = false;

  constructor(scene: Scene, options: ReplayOptions) {
    this.#scene = scene;
    this.#options = options;
  }

  async handle(delivery: Delivery): Promise<ReplayOutcome> {
    const { dryRun, repair } = this.#options;
    const letter = letterOf(delivery, this.#scene.isResting);
    const to = this.#options.to ?? letter.origin;
    if (to === undefined) return { letter, result: "refused", reason: "It does not say where it came from: name a queue to put it in." };
    if (repair !== undefined) return this.#repair(delivery, letter, to, repair);
    if (dryRun === true) return this.#next(() => this.#foretell(delivery, letter, to));
    return this.#move(delivery, letter, to);
  }

  async #foretell(delivery: Delivery, letter: Letter, to: string): Promise<ReplayOutcome> {
    const { judge, broker } = this.#scene;
    if ((await broker.depth(to)) === undefined) return { letter, result: "refused", to, reason: `RabbitMQ has no queue "${to}".` };
    return { letter, result: "ready", to, verdict: await judge(delivery, to, letter.operation) };
  }

  async #repair(delivery: Delivery, letter: Letter, to: string, repair: Repair): Promise<ReplayOutcome> {
    if (this.#isRepairUsed)
      return { letter, result: "refused", to, reason: "The repair was another letter's of this id: run again for this one." };
    this.#isRepairUsed = true;
    const fault = repairFault(repair);
    if (fault !== undefined) return { letter, result: "refused", to, reason: fault };
    const verdict = await this.#scene.judge(repaired(delivery, repair), to, letter.operation);
    if (!verdict.accepted || verdict.message === undefined)
      return { letter, result: "refused", to, reason: "Repaired like this it is not what its consumer takes.", verdict };
    if (this.#options.dryRun === true) return { letter, result: "ready", to, verdict };
    const { contentType, contentEncoding } = verdict.message;
    return this.#move(delivery, letter, to, repair, { contentType, ...(contentEncoding === undefined ? {} : { contentEncoding }) });
  }

  async #move(delivery: Delivery, letter: Letter, to: string, repair?: Repair, form?: BodyForm): Promise<ReplayOutcome> {
    try {
      await this.#scene.broker.publish(replayOf(delivery, to, repair, form));
    } catch (error) {
      // What the broker refuses of this one letter; anything else is about all of them.
      if (!(error instanceof MessagingError) || !["unroutable", "invalid"].includes(error.code)) throw error;
      return { letter, result: "refused", to, reason: error.message };
    }
    delivery.ack();
    return { letter, result: "replayed", to };
  }
}
