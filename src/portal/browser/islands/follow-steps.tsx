/** A way through services in words, step by step, with the pages of what is named. */

import type { PageLink } from "../../content/page-link.js";
import type { Step } from "../../follow/answers.js";
import { pageAt } from "../api.js";
import { Scroll } from "../scroll.js";
import { keyOf, sinceFirst } from "./follow-lanes.js";
import { messageOf, outcomeOf, timeOf } from "./follow-model.js";

export function Steps({ steps }: { readonly steps: readonly Step[] }) {
  const [first] = steps;
  if (first === undefined) return null;
  return (
    <Scroll label="Steps">
      <table class="steps">
        <caption>{`${steps.length} steps from ${timeOf(first.at)}, ${new Date(first.at).toLocaleDateString("en-GB")}`}</caption>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Service</th>
            <th scope="col">Message</th>
            <th scope="col">Where</th>
            <th scope="col">Outcome</th>
            <th scope="col">Took</th>
            <th scope="col">Ids</th>
          </tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <StepRow key={keyOf(step)} step={step} since={first.at} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

function StepRow({ step, since }: { readonly step: Step; readonly since: number }) {
  const { tone, words } = outcomeOf(step);
  const { application, event, at, names, operation, attempt, target, ms } = step;
  return (
    <tr>
      <td>{sinceFirst(at - since)}</td>
      <td>
        {application}
        <br />
        <Named link={names.operation} otherwise={operation ?? ""} />
      </td>
      <th scope="row">
        {event} <Named link={names.message} otherwise={messageOf(step)} />
      </th>
      <td>
        <Where step={step} />
      </td>
      <td>
        <span class={`badge ${tone}`}>{words}</span>
        {(attempt ?? 1) > 1 && ` attempt ${attempt ?? ""}`}
        {target !== undefined && (
          <>
            {" to "}
            <Named link={names.target} otherwise={target} />
          </>
        )}
      </td>
      <td>{ms !== undefined && `${ms} ms`}</td>
      <td>
        <Ids step={step} />
      </td>
    </tr>
  );
}

function Where({ step: { event, names, queue, exchange, routingKey } }: { readonly step: Step }) {
  if (event === "received") return <Named link={names.queue} otherwise={queue ?? ""} />;
  return (
    <>
      <code>{exchange === "" ? "(default)" : exchange}</code> <code>{routingKey}</code>
    </>
  );
}

const Named = ({ link, otherwise }: { readonly link: PageLink | undefined; readonly otherwise: string }) =>
  link === undefined ? (
    <code>{otherwise}</code>
  ) : (
    <a href={`${pageAt(link.to)}${link.part === undefined ? "" : `#${encodeURIComponent(link.part)}`}`}>
      <code>{link.text}</code>
    </a>
  );

function Ids({ step: { messageId, correlationId, traceId, key } }: { readonly step: Step }) {
  const ids = Object.entries({ message: messageId, correlation: correlationId, trace: traceId, key }).filter(([, id]) => id !== undefined);
  return (
    <details>
      <summary>{ids.length}</summary>
      <dl class="ids">
        {ids.map(([name, id]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <code>{id}</code>
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
