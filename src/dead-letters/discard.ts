/** Letters out of the world, kept in a file first where that is wished. */
import type { Delivery } from "#messaging";
import { type Letter, letterOf } from "./letter.js";
import { openSave } from "./save.js";
import { pick, type Selection } from "./select.js";
import type { Scene } from "./show.js";
import { type Fate, type WalkReport, walk } from "./walk.js";

export interface DiscardOptions {
  readonly select: Selection;
  /** Removes nothing. */
  readonly dryRun?: boolean | undefined;
  /** A file to which each letter is written, and with it to the disk, before it is removed. One that is there is added to. */
  readonly saveTo?: string | undefined;
  /** Ends after what is under way. */
  readonly signal?: AbortSignal | undefined;
  /** Told of each letter that was meant, once its fate is known. */
  readonly onLetter?: ((letter: Letter) => void) | undefined;
}

export interface DiscardReport extends WalkReport {
  /** In a dry run: that would have been. */
  readonly discarded: number;
  /** Ids that no message had. */
  readonly missing: readonly string[];
}

/** Rejects as {@link walk} does, and with what the file system says where a letter cannot be kept: it then stays in its queue. */
export const discard = async ({ isResting, ...scene }: Omit<Scene, "judge">, options: DiscardOptions): Promise<DiscardReport> => {
  const { isMeant, missing, ...picked } = pick(options.select, isResting);
  const { dryRun, saveTo, signal, onLetter } = options;
  const save = saveTo === undefined || dryRun === true ? undefined : await openSave(saveTo);
  let discarded = 0;
  const remove = async (delivery: Delivery): Promise<Fate> => {
    await save?.add(delivery);
    discarded++;
    onLetter?.(letterOf(delivery, isResting));
    if (dryRun === true) return "kept";
    delivery.ack();
    return "taken";
  };
  try {
    const report = await walk({ ...picked, ...scene, signal, visit: (delivery) => (isMeant(delivery) ? remove(delivery) : "kept") });
    return { ...report, discarded, missing: missing() };
  } finally {
    await save?.close();
  }
};
