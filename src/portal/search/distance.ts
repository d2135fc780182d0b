/**
 * Whether one word becomes the other by so many slips at most: a letter too many, too few, wrong, or two swapped
 * (optimal string alignment distance; https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance).
 */
export function within(slips: number, a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > slips) return false;
  let [before, row] = [[] as number[], Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let line = 1; line <= a.length; line++) {
    const next = nextRow(line, a, b, before, row);
    if (Math.min(...next) > slips) return false;
    [before, row] = [row, next];
  }
  return at(row, b.length) <= slips;
}

function nextRow(line: number, a: string, b: string, before: readonly number[], row: readonly number[]): number[] {
  const next = [line];
  for (let column = 1; column <= b.length; column++) {
    const same = a[line - 1] === b[column - 1];
    const swapped = line > 1 && column > 1 && a[line - 1] === b[column - 2] && a[line - 2] === b[column - 1];
    const changed = Math.min(at(row, column) + 1, at(next, column - 1) + 1, at(row, column - 1) + (same ? 0 : 1));
    next.push(swapped ? Math.min(changed, at(before, column - 2) + 1) : changed);
  }
  return next;
}

const at = (row: readonly number[], column: number): number => row[column] ?? Number.POSITIVE_INFINITY;
