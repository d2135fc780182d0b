import type { Json } from "#contract";

interface Choice {
  readonly text: string;
  readonly value: Json;
}

/** One value for each position, no two alike; undefined when that cannot be (augmenting paths, Kuhn 1955). */
export function matchDistinct(choices: readonly (readonly Choice[])[]): Json[] | undefined {
  const holder = new Map<string, number>();
  const chosen: (Choice | undefined)[] = choices.map(() => undefined);
  const assign = (position: number, tried: Set<string>): boolean => {
    for (const choice of choices[position] ?? []) {
      if (tried.has(choice.text)) continue;
      tried.add(choice.text);
      const other = holder.get(choice.text);
      if (other !== undefined && !assign(other, tried)) continue;
      holder.set(choice.text, position);
      chosen[position] = choice;
      return true;
    }
    return false;
  };
  if (!choices.every((_, position) => assign(position, new Set()))) return undefined;
  return chosen.map((choice) => choice?.value ?? null);
}
