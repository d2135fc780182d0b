/** Replays and discards: how far they are, and what came of them. */
import { useState } from "preact/hooks";
import type { JobAnswer } from "../../desk/answers.js";
import { ask, sentenceOf } from "../api.js";
import { isOver } from "./dead-letters-state.js";

/** What was over before this page was opened is not shown. */
export function Work({ jobs, onChange }: { readonly jobs: readonly JobAnswer[]; readonly onChange: () => void }) {
  const [seen, setSeen] = useState<ReadonlySet<string>>(() => new Set(jobs.filter(isOver).map(({ id }) => id)));
  const shown = jobs.filter((job) => !isOver(job) || !seen.has(job.id)).slice(0, 5);
  if (shown.length === 0) return null;
  return (
    <section class="work" aria-label="Work" aria-live="polite">
      <ul>
        {shown.map((job) => (
          <OneJob key={job.id} job={job} onChange={onChange} onSeen={() => setSeen(new Set([...seen, job.id]))} />
        ))}
      </ul>
    </section>
  );
}

interface OneJobProps {
  readonly job: JobAnswer;
  readonly onChange: () => void;
  readonly onSeen: () => void;
}

function OneJob({ job, onChange, onSeen }: OneJobProps) {
  const [trouble, setTrouble] = useState("");
  const { id, action, queue, meant, done, refused, refusals, problem } = job;
  const stop = (): void =>
    void ask(`dead-letters/jobs/${id}/stop`, { body: {} }).then(onChange, (error: unknown) => setTrouble(sentenceOf(error)));
  return (
    <li>
      <span class={`badge ${toneOf(job)}`}>{stateWords(job)}</span> {action === "replay" ? "Replay" : "Discard"} from <code>{queue}</code>:{" "}
      {done} of {meant} {action === "replay" ? "replayed" : "discarded"}
      {refused > 0 && `, ${refused} refused`}
      {job.missing > 0 && `, ${job.missing} no longer there`}. {problem}{" "}
      {isOver(job) ? (
        <button type="button" onClick={onSeen}>
          Close
        </button>
      ) : (
        <>
          <progress value={done + refused} max={meant} aria-label="Letters done" />{" "}
          <button type="button" onClick={stop}>
            Stop
          </button>
        </>
      )}
      {refusals.length > 0 && (
        <ul>
          {refusals.map((refusal) => (
            <li key={refusal.id}>
              <code>{refusal.id}</code>: {refusal.reason}
            </li>
          ))}
        </ul>
      )}
      <span role="alert">{trouble}</span>
    </li>
  );
}

const stateWords = ({ state }: JobAnswer): string =>
  ({ waiting: "waiting", running: "at work", done: "done", stopped: "stopped", failed: "failed" })[state];

const toneOf = ({ state, refused }: JobAnswer): string => {
  if (state === "failed") return "bad";
  if (state === "stopped" || refused > 0) return "doubtful";
  return state === "done" ? "good" : "plain";
};
