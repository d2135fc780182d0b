/** The dead letters of a set of documents on one broker: what the command line and the portal work with. */
import { setTimeout } from "node:timers/promises";
import { type ContractSet, didYouMean } from "#contract";
import type { Broker } from "#messaging";
import { type DiscardOptions, type DiscardReport, discard } from "./discard.js";
import { type DeadLetterQueue, deadLetterQueues, isQueue, queuesIn } from "./queues.js";
import { type Repair, repaired, repairFault } from "./repair.js";
import { type ReplayOptions, type ReplayReport, replay } from "./replay.js";
import { type GlanceOptions, glance, type OpenLetter, type ShowOptions, type ShowReport, show } from "./show.js";
import { createJudge, type Judge, type Verdict } from "./verdict.js";
import type { WalkReport } from "./walk.js";

export interface DeskOptions {
  readonly contracts: ContractSet;
  /** The folder that the contracts were read from. */
  readonly folder: string;
  /** Opens a broker handle. Each task has one of its own and closes it: that gives back what was only looked at. */
  readonly connect: () => Broker;
  /** How long the broker may take to answer at first, milliseconds. @default 10000 */
  readonly connectTimeoutMs?: number;
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
  /** All letters without verdicts, in one go. Removes nothing. */
  glance(queue: string, options: GlanceOptions): Promise<WalkReport>;
  /** What the contract says of a letter, or of its repair, in the queue that it is to go to. Asks no broker. */
  judge(letter: OpenLetter, to: string, repair?: Repair): Promise<Verdict>;
  /** Removes nothing. */
  show(queue: string, options: ShowOptions): Promise<ShowReport>;
  replay(queue: string, options: ReplayOptions): Promise<ReplayReport>;
  discard(queue: string, options: DiscardOptions): Promise<DiscardReport>;
}

const workable = (queue: string, known: ReturnType<typeof queuesIn>) => {
  const entry = [...known].find(([name]) => isQueue(queue, name));
  if (entry === undefined)
    throw new UnknownQueueError(`No document has a queue "${queue}"${didYouMean(queue, [...known.keys()])}`.replace(/[^.?!]$/, "$&."));
  if (entry[1].type === "stream") throw new UnknownQueueError(`"${queue}" is a stream: nothing can be taken out of it.`);
  return entry[1];
};

const judgeOpen =
  (judge: Judge): Desk["judge"] =>
  async ({ letter, body, headers, contentEncoding }, to, repair = {}) => {
    const problem = repairFault(repair);
    if (problem !== undefined) return { accepted: false, problem, faults: [] };
    const { type, contentType, operation } = letter;
    return judge(repaired({ body, headers, type, contentType, contentEncoding }, repair), to, operation);
  };

const returnMs = 2_000;

/** The broker gives back what a closed handle held a moment later: whoever looks next is to find it. Somebody else may take it first. */
const isBack = async (broker: Broker, queue: string, left: number): Promise<void> => {
  // A quorum queue takes its time for thousands: one millisecond for each is many times what it needs on an idle machine.
  const patience = AbortSignal.timeout(returnMs + left);
  while (!patience.aborted && ((await broker.depth(queue)) ?? left) < left) await setTimeout(10);
};

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
  const atQueue = async <Report extends WalkReport>(
    queue: string,
    use: (scene: { broker: Broker; queue: string; deliveryLimit: number | undefined }) => Promise<Report>,
  ) => {
    const { deliveryLimit } = workable(queue, known);
    const report = await withBroker((broker) => use({ broker, queue, deliveryLimit }));
    if (report.looked > 0 && report.left > 0) await withBroker((broker) => isBack(broker, queue, report.left)).catch(() => undefined);
    return report;
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
    glance: (name, options) => atQueue(name, (scene) => glance({ ...scene, judge, isResting }, options)),
    judge: judgeOpen(judge),
    show: (name, options) => atQueue(name, (scene) => show({ ...scene, judge, isResting }, options)),
    replay: (name, options) => atQueue(name, (scene) => replay({ ...scene, judge, isResting }, options)),
    discard: (name, options) => atQueue(name, (scene) => discard({ ...scene, isResting }, options)),
  };
};
