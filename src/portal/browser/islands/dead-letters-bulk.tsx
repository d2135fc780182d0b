/** What can be done to many letters at once: the selected ones, all of a reason, or all. */
import { useState } from "preact/hooks";
import type { JobAnswer, LettersAnswer } from "../../desk/answers.js";
import { ask, sentenceOf } from "../api.js";
import type { Part, Selected } from "./dead-letters-state.js";

interface BulkBarProps {
  readonly answer: LettersAnswer;
  readonly part: Part;
  readonly selected: Selected;
  /** A look is under way: what is shown may be gone. */
  readonly isBusy: boolean;
  readonly onStarted: () => void;
}

export function BulkBar({ answer: { queue, look, total, depth, whole }, part: { reason }, selected, isBusy, onStarted }: BulkBarProps) {
  const which = selected.size > 0 ? { ids: [...selected.keys()] } : reason === undefined ? { all: true } : { reason };
  const chosen = [...selected.values()].reduce((sum, letters) => sum + letters, 0);
  const letters =
    selected.size > 0 ? `${chosen} selected` : reason === undefined ? `all ${whole ? total : depth}` : `all ${total} of this reason`;
  return (
    <div class="row">
      <Action action="replay" request={{ queue, look, which }} disabled={isBusy} onStarted={onStarted}>
        Replay {letters}
      </Action>
      <Action action="discard" request={{ queue, look, which }} disabled={isBusy} onStarted={onStarted}>
        Discard {letters}
      </Action>
    </div>
  );
}

interface ActionProps {
  readonly action: JobAnswer["action"];
  readonly request: object;
  readonly disabled?: boolean;
  readonly onStarted: () => void;
  readonly children: preact.ComponentChildren;
}

const questions = { replay: "Put them back where they came from?", discard: "They are gone for good. Discard them?" };

/** A button that asks once more. The question is about the request of then: where that changes, it is no longer asked. */
export function Action({ action, request, disabled = false, onStarted, children }: ActionProps) {
  const asked = JSON.stringify(request);
  const [question, setQuestion] = useState<string>();
  const isAsking = question === asked && !disabled;
  const [trouble, setTrouble] = useState("");
  const start = async (): Promise<void> => {
    setQuestion(undefined);
    setTrouble("");
    try {
      await ask(`dead-letters/${action}`, { body: request });
      onStarted();
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  };
  const tone = action === "discard" ? "danger" : "primary";
  return (
    <span class="action">
      {isAsking ? (
        <>
          {questions[action]}{" "}
          <button type="button" class={tone} onClick={() => void start()}>
            {children}
          </button>{" "}
          <button type="button" onClick={() => setQuestion(undefined)}>
            Leave them
          </button>
        </>
      ) : (
        <button type="button" class={tone} disabled={disabled} onClick={() => setQuestion(asked)}>
          {children}…
        </button>
      )}{" "}
      <span role="alert">{trouble}</span>
    </span>
  );
}
