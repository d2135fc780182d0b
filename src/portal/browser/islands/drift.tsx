/** In what the broker is not as the documents ask. */
import { useEffect, useState } from "preact/hooks";
import { ask, sentenceOf } from "../api.js";

interface Point {
  readonly kind: "missing" | "extra" | "different" | "policy";
  readonly what: string;
  readonly applications: readonly string[];
  readonly loses: readonly string[];
  readonly migration: readonly string[];
  readonly traits?: readonly { readonly name: string; readonly wanted?: unknown; readonly live?: unknown; readonly policy?: string }[];
}

interface Found {
  readonly vhost: string;
  readonly points: readonly Point[];
}

/** Milliseconds between two looks while the page is seen. */
const everyMs = 10_000;

export function Drift() {
  const [found, setFound] = useState<Found>();
  const [trouble, setTrouble] = useState<string>();
  useEffect(() => {
    const end = new AbortController();
    const look = async (): Promise<void> => {
      if (document.hidden) return;
      try {
        setFound(await ask<Found>("drift", { signal: end.signal }));
        setTrouble(undefined);
      } catch (error) {
        if (end.signal.aborted) return;
        setFound(undefined);
        setTrouble(sentenceOf(error));
      }
    };
    void look();
    const timer = setInterval(() => void look(), everyMs);
    return () => {
      end.abort();
      clearInterval(timer);
    };
  }, []);
  if (trouble !== undefined) {
    return (
      <p class="note bad" role="status">
        {trouble} The page asks again by itself.
      </p>
    );
  }
  return found === undefined ? <p role="status">Asking…</p> : <Points found={found} />;
}

function Points({ found: { vhost, points } }: { readonly found: Found }) {
  if (points.length === 0) {
    return (
      <p class="note good" role="status">
        The virtual host <code>{vhost}</code> is as the documents ask.
      </p>
    );
  }
  return (
    <>
      <p role="status">
        {points.length} {points.length === 1 ? "difference" : "differences"} between the documents and the virtual host <code>{vhost}</code>
        .
      </p>
      {points.map((point) => (
        <OnePoint key={`${point.kind} ${point.what}`} point={point} />
      ))}
    </>
  );
}

const kinds = {
  missing: { tone: "bad", words: "missing" },
  different: { tone: "bad", words: "different" },
  policy: { tone: "doubtful", words: "changed by a policy" },
  extra: { tone: "plain", words: "in no document" },
} as const;

function OnePoint({ point: { kind, what, applications, traits, loses, migration } }: { readonly point: Point }) {
  const { tone, words } = kinds[kind];
  return (
    <details class="drift">
      <summary>
        <span class={`badge ${tone}`}>{words}</span> {what}
      </summary>
      {applications.length > 0 && <p>Asked for by {applications.join(", ")}.</p>}
      {traits !== undefined && (
        <ul>
          {traits.map(({ name, wanted, live, policy }) => (
            <li key={name}>
              <code>{name}</code>: {asWritten(live)} on the broker{policy !== undefined && ` by the policy ${policy}`}, {asWritten(wanted)}{" "}
              in the documents
            </li>
          ))}
        </ul>
      )}
      {loses.length > 0 && <p>What it may cost: {loses.join("; ")}.</p>}
      {migration.length > 0 && (
        <ol>
          {migration.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      )}
    </details>
  );
}

const asWritten = (value: unknown): string => (value === undefined ? "not set" : JSON.stringify(value));
