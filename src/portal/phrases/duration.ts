const units = [
  [86_400_000, "day", "days"],
  [3_600_000, "h", "h"],
  [60_000, "min", "min"],
  [1000, "s", "s"],
  [1, "ms", "ms"],
] as const;

/** `1 min 30 s`, `7 days`, `500 ms`; the two greatest units that say it all, else milliseconds. */
export function durationPhrase(ms: number): string {
  const parts: string[] = [];
  let rest = ms;
  for (const [size, one, many] of units) {
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count} ${count === 1 ? one : many}`);
    rest -= count * size;
  }
  if (parts.length === 0) return "0 ms";
  return parts.length > 2 ? `${ms} ms` : parts.join(" ");
}
