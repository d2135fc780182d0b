/** The dead letters of a set of documents on one broker: what the command line and the portal work with. */
import { type ContractSet, didYouMean } from "#contract";
import type { Broker, Delivery } from "#messaging";
import { type DiscardOptions, type DiscardReport, discard } from "./discard.js";
import { inTurn } from "./in-turn.js";
import { type Letter, letterOf } from "./letter.js";
import { type DeadLetterQueue, deadLetterQueues, isQueue, queuesIn } from "./queues.js";
import { type ReplayOptions, type ReplayReport, replay } from "./replay.js";
import { pick, type Selection } from "./select.js";
import { createJudge, type Verdict } from "./verdict.js";
import { type Fate, type WalkReport, walk } from "./walk.js";

export interface DeskOptions {
  readonly contracts: ContractSet;
  /** The folder that the contracts were read from. */
  readonly folder: string;
  /** Opens a broker handle. Each task has one of its own and closes it: that gives back what was only looked at. */
  readonly connect: () => Broker;
  /** How long the broker may take to answer at first, milliseconds. @default 10000 */
  readonly connectTimeoutMs?: number;
}

/** A letter as it is shown. */
export interface ShownLetter {
  readonly letter: Letter;
  readonly body: Buffer;
  readonly headers: Delivery["headers"];
  /** Against the schema of whoever reads the queue that it came from. Missing where it does not say from which. */
  readonly verdict?: Verdict;
}

export interface ShowOptions {
  readonly select: Selection;
  readonly signal?: AbortSignal | undefined;
  /** Told of each letter, in the order of the queue. */
  readonly onLetter: (shown: ShownLetter) => void;
}

/** A queue that the documents do not know, or from which nothing can be taken. Its message is one plain sentence. */
export class UnknownQueueError extends Error {
  override readonly name = "UnknownQueueError";
}

/**
 * All tasks reject with a `MessagingError`: `unavailable` where the broker is away or the connection is lost, `rejected` where it turns
 * us or the queue down; and with {@link UnknownQueueError}.
 */
export interface Desk {
  /** Messages ready; undefined where the broker does not have the queue, or there is one for each instance. */
  list(): Promise<readonly (DeadLetterQueue & { readonly depth: number | undefined })[]>;
  /** Removes nothing. */
  show(queue: string, options: ShowOptions): Promise<WalkReport & { readonly shown: number; readonly missing: readonly string[] }>;
  replay(queue: string, options: ReplayOptions): Promise<ReplayReport>;
  discard(queue: string, options: DiscardOptions): Promise<DiscardReport>;
}

export const openDesk = ({ contracts, folder, connect, connectTimeoutMs = 10_000 }: DeskOptions): Desk => {
  const queues = deadLetterQueues(contracts);
  const known = queuesIn(contracts);
  const judge = createJudge(contracts, folder);
  const isResting = (name: string): boolean => queues.some((queue) => queue.readBy.length === 0 && isQueue(name, queue.name));

  const withBroker = async <T>(use: (broker: Broker) => Promise<T>): Promise<T> => {
    const broker = connect();
    try {
      await broker.ready(AbortSignal.timeout(connectTimeoutMs));
      return await use(broker);
    } finally {
      await broker.close();
    }
  };
  const atQueue = async <T>(
    queue: string,
    use: (scene: { broker: Broker; queue: string; deliveryLimit: number | undefined }) => Promise<T>,
  ) => {
    const entry = [...known].find(([name]) => isQueue(queue, name));
    if (entry === undefined)
      throw new UnknownQueueError(`No document has a queue "${queue}"${didYouMean(queue, [...known.keys()])}`.replace(/[^.?!]$/, "$&."));
    if (entry[1].type === "stream") throw new UnknownQueueError(`"${queue}" is a stream: nothing can be taken out of it.`);
    return withBroker((broker) => use({ broker, queue, deliveryLimit: entry[1].deliveryLimit }));
  };

  return {
    list: () =>
      withBroker((broker) =>
        Promise.all(
          queues.map(async (queue) => ({
            ...queue,
            depth: queue.name.includes("{instance}") ? undefined : await broker.depth(queue.name),
          })),
        ),
      ),
    show: (name, { select, signal, onLetter }) =>
      atQueue(name, async (scene) => {
        const { isMeant, missing, ...picked } = pick(select);
        let shown = 0;
        // One after the other: verdicts wait for files, and the order of the queue is to be seen.
        const next = inTurn();
        const look = async (delivery: Delivery): Promise<Fate> => {
          const letter = letterOf(delivery, isResting);
          const { body, headers } = delivery;
          const verdict = letter.origin === undefined ? undefined : await judge(delivery, letter.origin, letter.operation);
          onLetter({ letter, body, headers, ...(verdict === undefined ? {} : { verdict }) });
          shown++;
          return "kept";
        };
        const visit = (delivery: Delivery): Fate | Promise<Fate> => (isMeant(delivery) ? next(() => look(delivery)) : "kept");
        const report = await walk({ ...picked, ...scene, signal, visit });
        return { ...report, shown, missing: missing() };
      }),
    replay: (name, options) => atQueue(name, (scene) => replay({ ...scene, judge, isResting }, options)),
    discard: (name, options) => atQueue(name, (scene) => discard(scene, options)),
  };
};
