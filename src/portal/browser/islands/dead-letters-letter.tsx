/** One letter: why it is dead, what is in it with the failing places marked, and ways out. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { LetterAnswer, LettersAnswer } from "../../desk/answers.js";
import { useAccess } from "../access.js";
import { ask, pageAt, send, sentenceOf } from "../api.js";
import { BodyText, JsonText } from "./dead-letters-body.js";
import { Action } from "./dead-letters-bulk.js";
import { Editor } from "./dead-letters-edit.js";
import { letterPath } from "./dead-letters-state.js";
import { VerdictNote } from "./dead-letters-verdict.js";

interface LetterDeskProps {
  readonly look: LettersAnswer;
  readonly id: string;
  readonly finished: string;
  readonly onClose: () => void;
  readonly onStarted: () => void;
}

export function LetterDesk({ look: { look, queue }, id, finished, onClose, onStarted }: LetterDeskProps) {
  const [letter, setLetter] = useState<LetterAnswer>();
  const [trouble, setTrouble] = useState<string>();
  const heading = useRef<HTMLHeadingElement>(null);
  // Asked again when work has ended: it may be gone.
  useEffect(() => {
    const end = new AbortController();
    setTrouble(undefined);
    ask<LetterAnswer>(letterPath("letter", queue, look, id), { signal: end.signal }).then(setLetter, (error: unknown) => {
      if (!end.signal.aborted) setTrouble(sentenceOf(error));
    });
    return () => end.abort();
  }, [queue, look, id, finished]);
  useEffect(() => heading.current?.focus(), []);
  return (
    <>
      <div class="row">
        <button type="button" onClick={onClose}>
          Back to the letters
        </button>
      </div>
      <h3 class="name" ref={heading} tabIndex={-1}>
        Letter <code>{id}</code>
      </h3>
      {trouble !== undefined && (
        <p class="note plain" role="status">
          {trouble}
        </p>
      )}
      {letter === undefined
        ? trouble === undefined && <p role="status">Asking…</p>
        : trouble === undefined && <Open {...{ letter, look, queue, onStarted }} />}
    </>
  );
}

interface OpenProps {
  readonly letter: LetterAnswer;
  readonly look: string;
  readonly queue: string;
  readonly onStarted: () => void;
}

function Open({ letter, look, queue, onStarted }: OpenProps) {
  const canChange = useAccess() === "open";
  const { id, verdict, body, headers } = letter;
  const faults = verdict?.faults ?? [];
  const request = { queue, look, which: { ids: [id] } };
  return (
    <>
      <Facts letter={letter} />
      {verdict !== undefined && <VerdictNote verdict={verdict} />}
      <h4>Body</h4>
      <BodyText body={body} faults={faults.filter(({ part }) => part === "body")} />
      <Download path={letterPath("body", queue, look, id)} bytes={body.bytes} />
      <details open={faults.some(({ part }) => part === "headers")}>
        <summary>Headers</summary>
        <JsonText text={headers} faults={faults.filter(({ part }) => part === "headers")} />
      </details>
      {canChange && (
        <>
          <div class="row">
            <Action action="replay" request={request} disabled={letter.origin === undefined} onStarted={onStarted}>
              Replay as it is
            </Action>
            <Action action="discard" request={request} onStarted={onStarted}>
              Discard
            </Action>
          </div>
          <Editor letter={letter} look={look} queue={queue} onStarted={onStarted} />
        </>
      )}
    </>
  );
}

function Facts({ letter: { facts, deaths } }: { readonly letter: LetterAnswer }) {
  return (
    <dl class="facts">
      {facts.map(({ label, value, page }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{page === undefined ? value : <a href={pageAt(page)}>{value}</a>}</dd>
        </div>
      ))}
      {deaths.length > 0 && (
        <div>
          <dt>The broker tells</dt>
          <dd>
            <ol>
              {deaths.map((death) => (
                <li key={death}>{death}</li>
              ))}
            </ol>
          </dd>
        </div>
      )}
    </dl>
  );
}

/** Asked for with the token, so no plain link. */
function Download({ path, bytes }: { readonly path: string; readonly bytes: number }) {
  const [trouble, setTrouble] = useState("");
  const save = async (): Promise<void> => {
    try {
      const response = await send(path);
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await response.blob());
      link.download = "letter.bin";
      link.click();
      URL.revokeObjectURL(link.href);
    } catch (error) {
      setTrouble(sentenceOf(error));
    }
  };
  return (
    <p>
      <button type="button" onClick={() => void save()}>
        Save the body ({bytes} bytes)
      </button>{" "}
      <span role="alert">{trouble}</span>
    </p>
  );
}
