/** What is in one dead-letter queue: the reasons, the letters page by page, and what can be done to many of them. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { LettersAnswer } from "../../desk/answers.js";
import { useAccess } from "../access.js";
import { BulkBar } from "./dead-letters-bulk.js";
import { LetterDesk } from "./dead-letters-letter.js";
import { type Part, type Place, type Selected, useLetters } from "./dead-letters-state.js";
import { LetterTable } from "./dead-letters-table.js";

interface QueueDeskProps {
  readonly queue: string;
  readonly letter: string | undefined;
  /** Changes whenever work on this queue has ended. */
  readonly finished: string;
  readonly go: (place: Place) => void;
  readonly onStarted: () => void;
}

export function QueueDesk({ queue, letter, finished, go, onStarted }: QueueDeskProps) {
  const { answer, part, trouble, isBusy, turn, lookAgain } = useLetters(queue);
  const [selected, setSelected] = useState<Selected>(new Map());
  const before = useRef(finished);
  useEffect(() => {
    if (before.current === finished || answer === undefined) return;
    before.current = finished;
    setSelected(new Map());
    turn(part);
  }, [finished, answer, part, turn]);
  // What another look has seen is to be chosen anew.
  useEffect(() => setSelected(new Map()), [answer?.look]);
  return (
    <>
      <div class="row">
        <button type="button" onClick={() => go({})}>
          All queues
        </button>
        <h2 class="name">
          <code>{queue}</code>
        </h2>
        <button type="button" disabled={isBusy} onClick={lookAgain}>
          {isBusy ? "Looking…" : "Look again"}
        </button>
      </div>
      {trouble !== undefined && (
        <p class="note bad" role="status">
          {trouble}
        </p>
      )}
      {answer !== undefined && letter !== undefined && (
        <LetterDesk key={letter} look={answer} id={letter} finished={finished} onClose={() => go({ queue })} onStarted={onStarted} />
      )}
      {answer !== undefined && letter === undefined && (
        <Seen {...{ answer, part, turn, selected, setSelected, isBusy, onStarted }} onOpen={(id) => go({ queue, letter: id })} />
      )}
    </>
  );
}

interface SeenProps {
  readonly answer: LettersAnswer;
  readonly part: Part;
  readonly turn: (part: Part) => void;
  readonly selected: Selected;
  readonly setSelected: (selected: Selected) => void;
  readonly isBusy: boolean;
  readonly onStarted: () => void;
  readonly onOpen: (id: string) => void;
}

function Seen({ answer, part, turn, selected, setSelected, isBusy, onStarted, onOpen }: SeenProps) {
  const canChange = useAccess() === "open";
  const { depth, whole, seen, at } = answer;
  if (seen === 0)
    return <p role="status">{depth === 0 ? "The queue was empty." : "All that was seen is gone. Look again for what came since."}</p>;
  return (
    <>
      <p role="status">
        {whole ? count(seen) : `The first ${seen} of ${count(depth)}`}, seen at {new Date(at).toLocaleTimeString("en-GB")}.
      </p>
      <Reasons answer={answer} part={part} turn={turn} />
      {canChange && <BulkBar {...{ answer, part, selected, isBusy, onStarted }} />}
      <LetterTable {...{ answer, part, turn, selected, setSelected, canChange, onOpen }} />
    </>
  );
}

const count = (letters: number): string => `${letters} ${letters === 1 ? "letter" : "letters"}`;

function Reasons({ answer: { reasons }, part, turn }: Pick<SeenProps, "answer" | "part" | "turn">) {
  if (reasons.length < 2) return null;
  return (
    <fieldset class="reasons">
      <legend>Why</legend>
      <label>
        <input type="radio" name="reason" checked={part.reason === undefined} onChange={() => turn({ from: 0 })} /> All reasons
      </label>
      {reasons.map(({ number, words, origin, letters }) => (
        <label key={number}>
          <input type="radio" name="reason" checked={part.reason === number} onChange={() => turn({ reason: number, from: 0 })} />{" "}
          <span class="badge plain">{letters}</span> {words} {origin !== undefined && <code>{origin}</code>}
        </label>
      ))}
    </fieldset>
  );
}
