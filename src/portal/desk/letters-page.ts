import type { Desk } from "#dead-letters";
import type { LetterRow, LettersAnswer, ReasonAnswer } from "./answers.js";
import { countsOf } from "./counts.js";
import type { Look, SeenLetter } from "./looks.js";

const pageSize = 50;
/** The most frequent ones. */
const mostReasons = 50;

/** Rows of a look from a number on; of one reason, or of all. */
export type Pager = (look: Look, reason: number | undefined, from: number) => Promise<LettersAnswer>;

/** Each row is held against the schema of its consumer; that is done once for each letter. */
export const createPager = (desk: Desk): Pager => {
  const verdicts = new WeakMap<SeenLetter, Promise<boolean>>();
  const isAccepted = async (seen: SeenLetter): Promise<boolean | undefined> => {
    const { letter, content } = seen;
    if (content === undefined || letter.origin === undefined) return undefined;
    const verdict = verdicts.get(seen) ?? desk.judge({ letter, ...content }, letter.origin).then(({ accepted }) => accepted);
    verdicts.set(seen, verdict);
    return verdict;
  };
  return async ({ id: look, queue, at, depth, whole, letters }, reason, from) => {
    const twins = countsOf(letters, ({ letter }) => letter.id);
    const chosen = reason === undefined ? letters : letters.filter((seen) => seen.reason.number === reason);
    const rows = chosen.slice(from, from + pageSize).map(async (seen): Promise<LetterRow> => {
      const accepted = await isAccepted(seen);
      return { ...rowOf(seen), twins: twins.get(seen.letter.id) ?? 1, ...(accepted === undefined ? {} : { accepted }) };
    });
    return {
      ...{ look, queue, at: at.toISOString(), depth, whole, seen: letters.length },
      ...{ reasons: reasonsOf(letters), from, total: chosen.length, rows: await Promise.all(rows) },
    };
  };
};

const reasonsOf = (letters: readonly SeenLetter[]): readonly ReasonAnswer[] =>
  [...countsOf(letters, ({ reason }) => reason)]
    .map(([{ number, words, origin }, count]) => ({ number, words, letters: count, ...(origin === undefined ? {} : { origin }) }))
    .sort((one, other) => other.letters - one.letters || one.number - other.number)
    .slice(0, mostReasons);

const rowOf = ({ letter, reason }: SeenLetter): Omit<LetterRow, "twins" | "accepted"> => {
  const { id, at, type, origin, attempts, bytes } = letter;
  return {
    ...{ id, bytes, reason: reason.number, words: reason.words },
    ...(at === undefined ? {} : { at }),
    ...(type === undefined ? {} : { type }),
    ...(origin === undefined ? {} : { origin }),
    ...(attempts === undefined ? {} : { attempts }),
  };
};
