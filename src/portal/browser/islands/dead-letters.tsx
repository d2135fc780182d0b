/** The desk for dead letters: queues, what is in one of them, one letter of it, and the work under way. */
import type { JobAnswer, QueueAnswer } from "../../desk/answers.js";
import { pageAt } from "../api.js";
import { Scroll } from "../scroll.js";
import { QueueDesk } from "./dead-letters-queue.js";
import { isOver, type Place, useJobs, usePlace, useQueues } from "./dead-letters-state.js";
import { Work } from "./dead-letters-work.js";

export function DeadLetters() {
  const queues = useQueues();
  const jobs = useJobs();
  const [place, go] = usePlace();
  const trouble = queues.trouble ?? jobs.trouble;
  const list = jobs.value?.jobs ?? [];
  const started = (): void => jobs.again();
  return (
    <>
      {trouble !== undefined && (
        <p class="note bad" role="status">
          {trouble} The page asks again by itself.
        </p>
      )}
      {jobs.value !== undefined && <Work jobs={list} onChange={started} />}
      {place.queue === undefined ? (
        <QueueList queues={queues.value?.queues} go={go} />
      ) : (
        <QueueDesk
          key={place.queue}
          queue={place.queue}
          letter={place.letter}
          finished={finishedOf(list, place.queue)}
          go={go}
          onStarted={started}
        />
      )}
    </>
  );
}

/** Changes whenever a piece of work on the queue has ended. */
const finishedOf = (jobs: readonly JobAnswer[], queue: string): string =>
  jobs
    .filter((job) => job.queue === queue && isOver(job))
    .map(({ id }) => id)
    .join(" ");

function QueueList({ queues, go }: { readonly queues: readonly QueueAnswer[] | undefined; readonly go: (place: Place) => void }) {
  if (queues === undefined) return <p role="status">Asking…</p>;
  const full = queues
    .filter(({ depth }) => depth !== undefined && depth > 0)
    .toSorted((one, other) => (other.depth ?? 0) - (one.depth ?? 0));
  const others = queues.filter((queue) => !full.includes(queue));
  return (
    <>
      {full.length === 0 ? (
        <p role="status">No queue of the documents holds dead letters now.</p>
      ) : (
        <QueueTable label="Queues with dead letters" queues={full} go={go} />
      )}
      {others.length > 0 && (
        <details>
          <summary>
            {others.length} {others.length === 1 ? "queue is" : "queues are"} empty or not on the broker
          </summary>
          <QueueTable label="Other queues" queues={others} go={go} />
        </details>
      )}
    </>
  );
}

interface QueueTableProps {
  readonly label: string;
  readonly queues: readonly QueueAnswer[];
  readonly go: (place: Place) => void;
}

function QueueTable({ label, queues, go }: QueueTableProps) {
  return (
    <Scroll label={label}>
      <table>
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">Queue</th>
            <th scope="col">Letters</th>
            <th scope="col">Failed in</th>
            <th scope="col">Read by</th>
            <th scope="col">Documents</th>
          </tr>
        </thead>
        <tbody>
          {queues.map((queue) => (
            <QueueRow key={queue.name} queue={queue} go={go} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function QueueRow({
  queue: { name, depth, from, readBy, page },
  go,
}: {
  readonly queue: QueueAnswer;
  readonly go: (place: Place) => void;
}) {
  return (
    <tr>
      <th scope="row">
        {depth === undefined ? (
          <code>{name}</code>
        ) : (
          <button type="button" class="plain" onClick={() => go({ queue: name })}>
            <code>{name}</code>
          </button>
        )}
      </th>
      <td class="number">{depth ?? (name.includes("{instance}") ? "one for each instance" : "not there")}</td>
      <td>{from.join(", ")}</td>
      <td>{readBy.length === 0 ? "nobody" : readBy.join(", ")}</td>
      <td>{page !== undefined && <a href={pageAt(page)}>its page</a>}</td>
    </tr>
  );
}
