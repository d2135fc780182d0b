/** Letters looked at and left where they are. */
import { type Broker, type Delivery, textOf } from "#messaging";
import { inTurn } from "./in-turn.js";
import { type Letter, letterOf } from "./letter.js";
import { pick, type Selection, wholeQueue } from "./select.js";
import type { Judge, Verdict } from "./verdict.js";
import { type Fate, type WalkOptions, type WalkReport, walk } from "./walk.js";

/** A letter with what is in it. */
export interface OpenLetter {
  readonly letter: Letter;
  readonly body: Buffer;
  readonly headers: Delivery["headers"];
  readonly contentEncoding?: string;
}

/** A letter as it is shown. */
export interface ShownLetter extends OpenLetter {
  /** Against the schema of whoever reads the queue that it came from. Missing where it does not say from which. */
  readonly verdict?: Verdict;
}

export interface ShowOptions {
  readonly select: Selection;
  readonly signal?: AbortSignal | undefined;
  /** Told of each letter, in the order of the queue. */
  readonly onLetter: (shown: ShownLetter) => void;
}

export interface ShowReport extends WalkReport {
  readonly shown: number;
  /** Ids that no message had. */
  readonly missing: readonly string[];
}

/** What a task on one queue works with. */
export interface Scene extends Pick<WalkOptions, "deliveryLimit"> {
  readonly broker: Broker;
  readonly queue: string;
  readonly judge: Judge;
  readonly isResting: (queue: string) => boolean;
}

export interface GlanceOptions {
  /** No more than this many, from the front. */
  readonly most: number;
  readonly signal?: AbortSignal | undefined;
  /** Told of each letter, in the order of the queue. */
  readonly onLetter: (letter: OpenLetter) => void;
}

/** All letters in one go, without verdicts: quick, keeps none of them, and the queue keeps its order. Rejects as {@link walk} does. */
export const glance = (
  { broker, queue, deliveryLimit, isResting }: Scene,
  { most, signal, onLetter }: GlanceOptions,
): Promise<WalkReport> =>
  walk({
    ...{ broker, queue, deliveryLimit, most, signal, window: wholeQueue },
    visit: (delivery) => {
      onLetter(openLetter(delivery, isResting));
      return "kept";
    },
  });

const openLetter = (delivery: Delivery, isResting: Scene["isResting"]): OpenLetter => {
  const { body, headers } = delivery;
  const contentEncoding = textOf(delivery.contentEncoding);
  return { letter: letterOf(delivery, isResting), body, headers, ...(contentEncoding === undefined ? {} : { contentEncoding }) };
};

/** Rejects as {@link walk} does. */
export const show = async (scene: Scene, { select, signal, onLetter }: ShowOptions): Promise<ShowReport> => {
  const { judge, isResting, broker, queue, deliveryLimit } = scene;
  const { isMeant, missing, ...picked } = pick(select, isResting);
  let shown = 0;
  // One after the other: verdicts wait for files, and the order of the queue is to be seen.
  const next = inTurn();
  const look = async (delivery: Delivery): Promise<Fate> => {
    const open = openLetter(delivery, isResting);
    const { origin, operation } = open.letter;
    const verdict = origin === undefined ? undefined : await judge(delivery, origin, operation);
    onLetter({ ...open, ...(verdict === undefined ? {} : { verdict }) });
    shown++;
    return "kept";
  };
  const visit = (delivery: Delivery): Fate | Promise<Fate> => (isMeant(delivery) ? next(() => look(delivery)) : "kept");
  const report = await walk({ ...picked, broker, queue, deliveryLimit, signal, visit });
  return { ...report, shown, missing: missing() };
};
