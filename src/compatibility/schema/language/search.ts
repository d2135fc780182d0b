import { beginningsOf, derivative, type Language } from "./language.js";

/** Counts work; throws when there was too much of it. */
export interface Meter {
  step(): void;
}

interface Path {
  readonly language: Language;
  readonly character: number;
  readonly before?: Path;
}

/**
 * A shortest word of the language with `min` to `max` characters; undefined when there is none.
 * Breadth first over derivatives. Up to `min` a state counts once per length, after that once.
 */
export function findWord(language: Language, min: number, max: number, meter: Meter): string | undefined {
  const visited = new Set<Language>();
  let level: Path[] = [{ language, character: -1 }];
  for (let length = 0; length <= max && level.length > 0; length++) {
    if (length >= min) {
      const found = level.find((path) => path.language.nullable);
      if (found !== undefined) return spell(found);
    }
    if (length < max) level = nextLevel(level, length + 1 >= min, visited, meter);
  }
  return undefined;
}

function nextLevel(level: readonly Path[], once: boolean, visited: Set<Language>, meter: Meter): Path[] {
  const next = new Map<Language, Path>();
  for (const path of level) {
    for (const character of beginningsOf(path.language)) {
      meter.step();
      const language = derivative(path.language, character);
      if (language.form.kind === "nothing" || next.has(language) || visited.has(language)) continue;
      next.set(language, { language, character, before: path });
    }
  }
  if (once) for (const language of next.keys()) visited.add(language);
  return [...next.values()];
}

function spell(end: Path): string {
  const points: number[] = [];
  for (let path: Path | undefined = end; path !== undefined && path.character >= 0; path = path.before) points.push(path.character);
  return points.reverse().reduce((text, point) => text + String.fromCodePoint(point), "");
}
