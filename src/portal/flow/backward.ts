import type { Shape } from "./shape.js";

/**
 * Lines that lead back to where the messages came from: without them there is no circle. What is left points from left to right, from
 * what nothing leads to, then from what begins something, then from whatever comes first.
 */
export function backwardLines({ boxes, lines }: Shape): ReadonlySet<number> {
  const all = [...boxes.keys()];
  const leaving = boxes.map((): number[] => []);
  const entered = new Set<number>();
  lines.forEach(({ from, to }, at) => {
    if (from === to) return;
    leaving[from]?.push(at);
    entered.add(to);
  });
  const starts = [...all.filter((box) => !entered.has(box)), ...all.filter((box) => boxes[box]?.begins === true), ...all];
  const backward = new Set<number>();
  const state = new Map<number, "on the way" | "done">();
  // Without recursion: a chain may be long.
  for (const start of starts) {
    const way: { readonly box: number; next: number }[] = state.has(start) ? [] : [{ box: start, next: 0 }];
    for (let step = way.at(-1); step !== undefined; step = way.at(-1)) {
      state.set(step.box, "on the way");
      const line = leaving[step.box]?.[step.next++];
      const to = line === undefined ? undefined : lines[line]?.to;
      if (line === undefined || to === undefined) {
        state.set(step.box, "done");
        way.pop();
      } else if (state.get(to) === "on the way") backward.add(line);
      else if (!state.has(to)) way.push({ box: to, next: 0 });
    }
  }
  return backward;
}
