/** One message as it is written: form and JSON are two views of one text, which the portal checks as the runtime would. */
import { useEffect, useState } from "preact/hooks";
import type { Opening, Sent, Verdict } from "../../publish/answers.js";
import { useAccess } from "../access.js";
import { ask, pageAt, sentenceOf } from "../api.js";
import { Parameters, Properties } from "./publish-address.js";
import { Payload } from "./publish-payload.js";
import { type Outcome, Result } from "./publish-result.js";
import { bodyOf, type Draft, draftOf, headersFault } from "./publish-text.js";

/** How long typing must rest before the draft is checked, milliseconds. */
const restMs = 200;

export function PublishDraft({ opening }: { readonly opening: Opening }) {
  const [draft, setDraft] = useState(() => draftOf(opening));
  const [outcome, setOutcome] = useState<Outcome>();
  const access = useAccess();
  const { verdict, trouble } = useVerdict(opening, draft);
  const change = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const send = async (): Promise<void> => {
    setOutcome({ state: "sending" });
    try {
      setOutcome({ state: "sent", sent: await ask<Sent>("publish", { body: bodyOf(opening, draft) }) });
    } catch (error) {
      setOutcome({ state: "failed", why: sentenceOf(error) });
    }
  };
  const isGood = verdict?.faults.length === 0;
  return (
    <form
      class="publish"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Destination opening={opening} routingKey={verdict?.routingKey} />
      {opening.parameters.length > 0 && <Parameters opening={opening} draft={draft} onChange={change} />}
      <Payload opening={opening} draft={draft} faults={verdict?.faults ?? []} onChange={change} />
      <Properties opening={opening} draft={draft} onChange={change} />
      <Faults verdict={verdict} trouble={trouble} />
      <p class="row">
        <button type="submit" class="primary" disabled={access !== "open" || !isGood || outcome?.state === "sending"}>
          {opening.asks ? "Ask" : "Send"}
        </button>
        {access !== "open" && <span class="quiet">Sending needs the portal’s token.</span>}
      </p>
      <Result outcome={outcome} />
    </form>
  );
}

/** Undefined while what was written last is not checked. */
function useVerdict(opening: Opening, draft: Draft): { readonly verdict?: Verdict | undefined; readonly trouble?: string | undefined } {
  const [state, setState] = useState<{ readonly verdict?: Verdict; readonly trouble?: string }>({});
  useEffect(() => {
    const end = new AbortController();
    const look = async (): Promise<void> => {
      const local = headersFault(draft);
      try {
        const verdict = await ask<Verdict>("publish/check", { body: bodyOf(opening, draft), signal: end.signal });
        setState({ verdict: local === undefined ? verdict : { ...verdict, faults: [...verdict.faults, local] } });
      } catch (error) {
        if (!end.signal.aborted) setState({ trouble: sentenceOf(error) });
      }
    };
    setState(({ verdict }) => ({ ...(verdict !== undefined && verdict.faults.length > 0 && { verdict }) }));
    const timer = setTimeout(() => void look(), restMs);
    return () => {
      clearTimeout(timer);
      end.abort();
    };
  }, [opening, draft]);
  return state;
}

function Destination({ opening, routingKey }: { readonly opening: Opening; readonly routingKey: string | undefined }) {
  const { exchange, links, summary, asks, timeoutMs } = opening;
  return (
    <>
      {summary !== undefined && <p>{summary}</p>}
      <dl class="facts">
        <div>
          <dt>Goes to</dt>
          <dd>
            exchange <code>{exchange === "" ? "(default)" : exchange}</code>, routing key <code>{routingKey ?? opening.routingKey}</code>
          </dd>
        </div>
        <div>
          <dt>Documented</dt>
          <dd>
            <a href={pageAt(links.operation.to)}>{links.operation.text}</a>, <a href={pageAt(links.message.to)}>{links.message.text}</a>
          </dd>
        </div>
        {asks && (
          <div>
            <dt>Answer</dt>
            <dd>waited for up to {timeoutMs} ms</dd>
          </div>
        )}
      </dl>
    </>
  );
}

function Faults({ verdict, trouble }: { readonly verdict: Verdict | undefined; readonly trouble: string | undefined }) {
  return (
    <div class="verdict" role="status">
      {trouble !== undefined && <p class="note bad">{trouble}</p>}
      {trouble === undefined && verdict === undefined && <p class="note plain">Checking…</p>}
      {verdict?.faults.length === 0 && <p class="note good">It is as its contract asks.</p>}
      {verdict !== undefined && verdict.faults.length > 0 && (
        <div class="note bad">
          <p>The runtime would refuse it:</p>
          <ul>
            {verdict.faults.map(({ part, pointer, keyword, sentence }) => (
              <li key={`${part} ${pointer} ${sentence}`}>
                {part !== "message" && <code>{`${part}${pointer}`}</code>} {sentence} {keyword !== undefined && <code>{keyword}</code>}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
