/** A set of code points: sorted, disjoint, inclusive ranges. */
export type Characters = readonly (readonly [number, number])[];

export const lastCodePoint = 0x10ffff;
export const allCharacters: Characters = [[0, lastCodePoint]];

/** The set that holds exactly the given ranges, in any order. */
export function charactersOf(ranges: readonly (readonly [number, number])[]): Characters {
  const sorted = [...ranges].sort((left, right) => left[0] - right[0]);
  const merged: [number, number][] = [];
  for (const [low, high] of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else merged.push([low, high]);
  }
  return merged;
}

export function complementOf(set: Characters): Characters {
  const result: [number, number][] = [];
  let next = 0;
  for (const [low, high] of set) {
    if (low > next) result.push([next, low - 1]);
    next = high + 1;
  }
  if (next <= lastCodePoint) result.push([next, lastCodePoint]);
  return result;
}

export const unionOf = (left: Characters, right: Characters): Characters => charactersOf([...left, ...right]);

export const intersectionOf = (left: Characters, right: Characters): Characters =>
  complementOf(unionOf(complementOf(left), complementOf(right)));

export function hasCharacter(set: Characters, character: number): boolean {
  let from = 0;
  let to = set.length - 1;
  while (from <= to) {
    const middle = (from + to) >> 1;
    const [low, high] = set[middle] ?? [0, -1];
    if (character < low) to = middle - 1;
    else if (character > high) from = middle + 1;
    else return true;
  }
  return false;
}

/** One code point of each class of code points that the sets do not tell apart, those that people read best first. */
export function representatives(sets: readonly Characters[]): number[] {
  const starts = new Set([0, 0x20, 0x30, 0x41, 0x61, 0x7f, 0xe000]);
  for (const [low, high] of sets.flat()) {
    starts.add(low);
    if (high < lastCodePoint) starts.add(high + 1);
  }
  const chosen = new Map<string, number>();
  for (const start of [...starts].sort(byLegibility)) {
    const signature = sets.map((set) => (hasCharacter(set, start) ? "1" : "0")).join("");
    if (!chosen.has(signature)) chosen.set(signature, start);
  }
  return [...chosen.values()];
}

/** Letters, digits, other ASCII, the rest; lone surrogates last: they make strings that not every program can write. */
function legibility(character: number): number {
  if (character >= 0x61 && character <= 0x7a) return 0;
  if (character >= 0x30 && character <= 0x39) return 1;
  if (character >= 0x41 && character <= 0x5a) return 2;
  if (character >= 0x20 && character < 0x7f) return 3;
  return character >= 0xd800 && character <= 0xdfff ? 5 : 4;
}

const byLegibility = (left: number, right: number): number => legibility(left) - legibility(right) || left - right;
