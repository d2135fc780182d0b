import type { DeathReason } from "#contract";

const units: readonly (readonly [name: string, ms: number])[] = [
  ["day", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
];

/** `500 ms`, `15 s`, `7 days`: in the largest unit that leaves no more than two places. */
export function spell(ms: number): string {
  const [name, size] = units.find(([, unit]) => ms >= unit && Number.isInteger((ms / unit) * 100)) ?? ["ms", 1];
  const count = ms / size;
  return `${count} ${name}${name === "day" && count !== 1 ? "s" : ""}`;
}

const phrases: Readonly<Record<DeathReason, string>> = {
  invalid: "does not fit the contract",
  rejected: "refused by its handler",
  exhausted: "failed at the last attempt",
  delivery_limit: "delivered too often without an end",
  maxlen: "the queue was full",
};

/** Why messages leave a queue for its dead letters, in words. */
export const spellReasons = (reasons: readonly DeathReason[]): string => reasons.map((reason) => phrases[reason]).join(", ");
