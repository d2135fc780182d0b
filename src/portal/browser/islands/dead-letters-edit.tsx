/** A letter is mended: its body, type and headers, judged while they are written, and replayed so. */
import { useEffect, useState } from "preact/hooks";
import type { LetterAnswer, VerdictAnswer } from "../../desk/answers.js";
import { ask, sentenceOf } from "../api.js";
import { Action } from "./dead-letters-bulk.js";
import { VerdictNote } from "./dead-letters-verdict.js";
import { jsonLines } from "./json-lines.js";

interface EditorProps {
  readonly letter: LetterAnswer;
  readonly look: string;
  readonly queue: string;
  readonly onStarted: () => void;
}

export function Editor(props: EditorProps) {
  const [isOpen, setOpen] = useState(false);
  const { kind, shown, bytes } = props.letter.body;
  if (kind === "text" && shown < bytes) {
    return (
      <p>
        It is too large to be edited here: save the body, mend it, and replay it with <code>warren dlq replay --body</code>.
      </p>
    );
  }
  if (isOpen) return <OpenEditor {...props} />;
  return (
    <p>
      <button type="button" onClick={() => setOpen(true)}>
        Edit and replay
      </button>
    </p>
  );
}

/** What was written, and only what differs from the letter. */
interface Draft {
  readonly body: string;
  readonly type: string;
  readonly headers: string;
  readonly to: string;
}

const draftOf = ({ body, type = "", sent = "{}", origin = "" }: LetterAnswer): Draft => {
  const lines = body.kind === "text" ? jsonLines(body.text) : undefined;
  const text = lines?.map((line) => "  ".repeat(line.depth) + line.text).join("\n");
  return { body: text ?? (body.kind === "text" ? body.text : ""), type, headers: sent, to: origin };
};

function OpenEditor({ letter, look, queue, onStarted }: EditorProps) {
  const [first] = useState(() => draftOf(letter));
  const [draft, setDraft] = useState(first);
  const request = requestOf(draft, first);
  const { verdict, isChecking } = useCheck(queue, look, letter.id, request);
  const isReady = verdict?.accepted === true && !isChecking;
  const sent = typeof request === "string" ? {} : request;
  return (
    <section aria-label="Edit and replay">
      <h4>Edit and replay</h4>
      <DraftFields draft={draft} isRefused={verdict?.accepted === false} hasHeaders={letter.sent !== undefined} setDraft={setDraft} />
      {verdict === undefined ? <p role="status">Checking…</p> : <VerdictNote verdict={verdict} />}
      <Action action="replay" request={{ queue, look, which: { ids: [letter.id] }, ...sent }} disabled={!isReady} onStarted={onStarted}>
        Replay it like this
      </Action>
    </section>
  );
}

interface DraftFieldsProps {
  readonly draft: Draft;
  readonly isRefused: boolean;
  readonly hasHeaders: boolean;
  readonly setDraft: (draft: Draft) => void;
}

function DraftFields({ draft, isRefused, hasHeaders, setDraft }: DraftFieldsProps) {
  const set =
    (name: keyof Draft) =>
    ({ currentTarget }: { readonly currentTarget: { readonly value: string } }): void =>
      setDraft({ ...draft, [name]: currentTarget.value });
  return (
    <>
      <label>
        Body
        <textarea rows={14} spellcheck={false} aria-invalid={isRefused} value={draft.body} onInput={set("body")} />
      </label>
      <div class="row">
        <label>
          Type
          <input size={24} value={draft.type} onInput={set("type")} />
        </label>
        <label>
          Queue to put it in
          <input size={48} value={draft.to} onInput={set("to")} />
        </label>
      </div>
      {hasHeaders && (
        <details>
          <summary>Headers of its sender</summary>
          <label>
            Headers
            <textarea rows={5} spellcheck={false} value={draft.headers} onInput={set("headers")} />
          </label>
        </details>
      )}
    </>
  );
}

interface RepairRequest {
  readonly repair: { readonly body?: string; readonly type?: string; readonly headers?: unknown };
  readonly to?: string;
}

/** Or why it cannot be asked for. */
function requestOf({ body, type, headers, to }: Draft, first: Draft): RepairRequest | string {
  if (to === "") return "Name the queue to put it in.";
  let parsed: unknown;
  try {
    parsed = JSON.parse(headers);
  } catch {
    return "The headers are not JSON.";
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return "The headers must be a JSON object.";
  const repair = {
    ...(body === first.body ? {} : { body }),
    ...(type === first.type ? {} : { type }),
    ...(headers === first.headers ? {} : { headers: parsed }),
  };
  return { repair, ...(to === first.to ? {} : { to }) };
}

/** A pause in typing. */
const pauseMs = 200;

function useCheck(queue: string, look: string, id: string, request: RepairRequest | string) {
  const [checked, setChecked] = useState<{ readonly of: string; readonly verdict: VerdictAnswer }>();
  const asked = JSON.stringify(request);
  useEffect(() => {
    const end = new AbortController();
    const tell = (verdict: VerdictAnswer): void => {
      if (!end.signal.aborted) setChecked({ of: asked, verdict });
    };
    const refuse = (words: string): void => tell({ accepted: false, words, faults: [] });
    const check = (): void => {
      if (typeof request === "string") refuse(request);
      else
        ask<VerdictAnswer>("dead-letters/check", { body: { queue, look, id, ...request }, signal: end.signal }).then(
          tell,
          (error: unknown) => refuse(sentenceOf(error)),
        );
    };
    const timer = setTimeout(check, pauseMs);
    return () => {
      end.abort();
      clearTimeout(timer);
    };
  }, [queue, look, id, asked]);
  return { verdict: checked?.verdict, isChecking: checked?.of !== asked };
}
