import type { Delivery } from "#messaging";
import { idOf, type Letter, letterOf } from "./letter.js";
import type { WalkOptions } from "./walk.js";

/** Which letters of a queue are meant: those of these ids, the first so many, or all that are there now. */
export type Selection = IdSelection | { readonly limit: number } | { readonly all: true };

export interface IdSelection {
  readonly ids: readonly string[];
  /** Of several letters of one id, those of which this is true. */
  readonly only?: (letter: Letter) => boolean;
}

/** Letters at a time whose move is not confirmed yet. */
const pageSize = 200;
/** What is only looked at costs no memory, and in one go the queue keeps its order. */
export const wholeQueue = 65_535;

export interface Picker extends Pick<WalkOptions, "most" | "window"> {
  readonly isMeant: (delivery: Delivery) => boolean;
  /** Ids that no message had. */
  readonly missing: () => readonly string[];
}

/** `isResting` as {@link letterOf} has it. */
export const pick = (selection: Selection, isResting: (queue: string) => boolean): Picker => {
  if (!("ids" in selection)) {
    const most = "limit" in selection ? selection.limit : Number.POSITIVE_INFINITY;
    return { most, window: pageSize, isMeant: () => true, missing: () => [] };
  }
  const seen = new Set<string>();
  const { ids, only } = selection;
  const wanted = new Set(ids);
  const isMeant = (delivery: Delivery): boolean => {
    const id = idOf(delivery);
    if (!wanted.has(id) || only?.(letterOf(delivery, isResting)) === false) return false;
    seen.add(id);
    return true;
  };
  // Many that are meant are moved, and held until that is confirmed.
  const window = wanted.size > pageSize ? pageSize : wholeQueue;
  return { most: Number.POSITIVE_INFINITY, window, isMeant, missing: () => ids.filter((id) => !seen.has(id)) };
};
