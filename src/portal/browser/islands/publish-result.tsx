/** What came of a message that was sent. */

import type { Sent } from "../../publish/answers.js";
import { pageAt } from "../api.js";
import { writeJson } from "./publish-model.js";

/** `undefined`: nothing was sent yet. */
export type Outcome =
  | { readonly state: "sending" }
  | { readonly state: "sent"; readonly sent: Sent }
  | { readonly state: "failed"; readonly why: string };

export function Result({ outcome }: { readonly outcome: Outcome | undefined }) {
  return (
    <div class="result" role="status">
      {outcome?.state === "sending" && <p class="note plain">On its way…</p>}
      {outcome?.state === "failed" && <p class="note bad">{outcome.why}</p>}
      {outcome?.state === "sent" && <SentNote sent={outcome.sent} />}
    </div>
  );
}

function SentNote({ sent: { messageId, correlationId, traceId, exchange, routingKey, ms, answer, answeredTo } }: { readonly sent: Sent }) {
  return (
    <>
      <p class="note good">
        {answer === undefined ? `The broker has confirmed it, after ${ms} ms. ` : `Answered with ${answer.name} after ${ms} ms. `}
        <a href={`${pageAt("live/follow")}#${new URLSearchParams({ id: traceId }).toString()}`}>Follow it</a>
      </p>
      {answer !== undefined && (
        <figure class="listing">
          <figcaption>Answer: {answer.name}</figcaption>
          <pre>
            <code>{writeJson(answer.payload)}</code>
          </pre>
        </figure>
      )}
      {answeredTo !== undefined && (
        <p>
          Its answer goes to <code>{answeredTo}</code>, which the application itself reads.
        </p>
      )}
      <dl class="facts">
        <Fact label="Exchange" value={exchange === "" ? "(default)" : exchange} />
        <Fact label="Routing key" value={routingKey} />
        <Fact label="Message id" value={messageId} />
        {correlationId !== undefined && <Fact label="Correlation id" value={correlationId} />}
        <Fact label="Trace id" value={traceId} />
      </dl>
    </>
  );
}

const Fact = ({ label, value }: { readonly label: string; readonly value: string }) => (
  <div>
    <dt>{label}</dt>
    <dd>
      <code>{value}</code>
    </dd>
  </div>
);
