import type { Delivery } from "#messaging";
import { idOf } from "./letter.js";
import type { WalkOptions } from "./walk.js";

/** Which letters of a queue are meant: those of these ids, the first so many, or all that are there now. */
export type Selection = { readonly ids: readonly string[] } | { readonly limit: number } | { readonly all: true };

/** Letters at a time whose move is not confirmed yet. */
const pageSize = 200;
/** What is only looked at costs no memory, and in one go the queue keeps its order. */
export const wholeQueue = 65_535;

export interface Picker extends Pick<WalkOptions, "most" | "window"> {
  readonly isMeant: (delivery: Delivery) => boolean;
  /** Ids that no message had. */
  readonly missing: () => readonly string[];
}

export const pick = (selection: Selection): Picker => {
  if (!("ids" in selection)) {
    const most = "limit" in selection ? selection.limit : Number.POSITIVE_INFINITY;
    return { most, window: pageSize, isMeant: () => true, missing: () => [] };
  }
  const seen = new Set<string>();
  const wanted = new Set(selection.ids);
  const isMeant = (delivery: Delivery): boolean => {
    const id = idOf(delivery);
    if (!wanted.has(id)) return false;
    seen.add(id);
    return true;
  };
  // Many that are meant are moved, and held until that is confirmed.
  const window = wanted.size > pageSize ? pageSize : wholeQueue;
  return { most: Number.POSITIVE_INFINITY, window, isMeant, missing: () => selection.ids.filter((id) => !seen.has(id)) };
};
