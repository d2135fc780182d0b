/** Every queue of the documents with its figures, those that want looking at first. */
import { useState } from "preact/hooks";
import type { QueueNow, QueueThing } from "../../live/watch/answers.js";
import { pageAt } from "../api.js";
import { type Now, troubleOf, useNow } from "../now.js";
import { Scroll } from "../scroll.js";
import { useThings } from "../things.js";

/** Rows that are shown at first. */
const fewRows = 100;

export function Broker() {
  const now = useNow();
  const things = useThings();
  const [all, setAll] = useState(false);
  if (things === undefined) return <p role="status">Asking…</p>;
  const rows = things.queues
    .map((queue) => ({ queue, figures: now.queues.get(queue.name) }))
    .filter(isOfInterest)
    .toSorted(byUrgency);
  const trouble = troubleOf(now);
  return (
    <>
      {trouble !== undefined && (
        <p class="note bad" role="status">
          {trouble}
        </p>
      )}
      <Totals now={now} />
      <QueueTable rows={all ? rows : rows.slice(0, fewRows)} isSeen={now.broker?.state === "up"} />
      {rows.length > fewRows && !all && (
        <button type="button" onClick={() => setAll(true)}>
          Show all {rows.length} queues
        </button>
      )}
    </>
  );
}

interface Row {
  readonly queue: QueueThing;
  readonly figures: QueueNow | undefined;
}

/** Delay queues are many, and mostly empty. */
const isOfInterest = ({ queue, figures }: Row): boolean => queue.role !== "delay" || (figures?.ready ?? 0) > 0;

function urgencyOf({ queue, figures }: Row): number {
  if (figures === undefined) return 0;
  const { ready, consumers, unacked, published } = figures;
  if (queue.role === "dead-letter") return ready > 0 ? 4 : 0;
  if (queue.isRead && ready > 0 && consumers === 0) return 3;
  return ready + unacked > 0 || published > 0 ? 2 : 1;
}

const byUrgency = (one: Row, other: Row): number => urgencyOf(other) - urgencyOf(one) || (one.queue.name < other.queue.name ? -1 : 1);

function Totals({ now: { queues, broker } }: { readonly now: Now }) {
  if (broker?.state !== "up") return null;
  const total = (of: (figures: QueueNow) => number): number => [...queues.values()].reduce((sum, figures) => sum + of(figures), 0);
  return (
    <dl class="facts">
      <div>
        <dt>Ready</dt>
        <dd>{total(({ ready }) => ready)}</dd>
      </div>
      <div>
        <dt>Unacked</dt>
        <dd>{total(({ unacked }) => unacked)}</dd>
      </div>
      <div>
        <dt>Messages a second into queues</dt>
        <dd>{total(({ published }) => published).toFixed(1)}</dd>
      </div>
    </dl>
  );
}

/** `isSeen`: the broker tells what it has; a queue without figures is not there then. */
function QueueTable({ rows, isSeen }: { readonly rows: readonly Row[]; readonly isSeen: boolean }) {
  return (
    <Scroll label="Queues">
      <table class="figures">
        <caption>Queues, those with dead letters or without a reader first. /s: messages a second.</caption>
        <thead>
          <tr>
            {["Queue", "Kind", "Ready", "Unacked", "Consumers", "In /s", "Out /s", "Acked /s"].map((title) => (
              <th scope="col" key={title}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ queue, figures }) => (
            <QueueRow key={queue.name} queue={queue} figures={figures} isSeen={isSeen} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function QueueRow({ queue: { name, role, isRead, page }, figures, isSeen }: Row & { readonly isSeen: boolean }) {
  const isDead = role === "dead-letter" && (figures?.ready ?? 0) > 0;
  const isUnread = isRead && figures?.consumers === 0;
  return (
    <tr>
      <th scope="row">
        <a href={pageAt(page)}>
          <code>{name}</code>
        </a>
      </th>
      <td>{role === "dead-letter" ? "dead letters" : role}</td>
      {figures === undefined ? (
        <td colSpan={6}>{absence(name, isSeen)}</td>
      ) : (
        <>
          <td>{isDead ? <DeadLetters queue={name} count={figures.ready} /> : figures.ready}</td>
          <td>{figures.unacked}</td>
          <td>{isUnread ? <span class="badge doubtful">nobody</span> : figures.consumers}</td>
          <td>{figures.published.toFixed(1)}</td>
          <td>{figures.delivered.toFixed(1)}</td>
          <td>{figures.acked.toFixed(1)}</td>
        </>
      )}
    </tr>
  );
}

function absence(name: string, isSeen: boolean): string {
  if (!isSeen) return "not known now";
  return name.includes("{instance}") ? "no instance now" : "not on the broker";
}

/** Leads to the desk, where they can be looked at. */
const DeadLetters = ({ queue, count }: { readonly queue: string; readonly count: number }) => (
  <a class="badge bad" href={`${pageAt("live/dead-letters")}#${new URLSearchParams({ queue }).toString()}`}>
    {count}
  </a>
);
