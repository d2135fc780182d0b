/** The latest messages, one line for each trace, to pick one from. */

import type { Journey } from "../../follow/answers.js";
import { Scroll } from "../scroll.js";
import { addressOf, messageOf, timeOf } from "./follow-model.js";

export function Journeys({ journeys }: { readonly journeys: readonly Journey[] }) {
  if (journeys.length === 0) return <p class="note plain">No service has sent or received anything yet.</p>;
  return (
    <Scroll label="Latest messages">
      <table>
        <caption>The latest messages, with all that followed from each</caption>
        <thead>
          <tr>
            <th scope="col">Began</th>
            <th scope="col">With</th>
            <th scope="col">Seen by</th>
            <th scope="col">Messages</th>
            <th scope="col">Trouble</th>
          </tr>
        </thead>
        <tbody>
          {journeys.map((journey) => (
            <JourneyRow key={journey.id} journey={journey} />
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const JourneyRow = ({ journey: { id, at, first, applications, messages, trouble } }: { readonly journey: Journey }) => (
  <tr>
    <td>{timeOf(at)}</td>
    <th scope="row">
      <a href={addressOf(id)}>{messageOf(first)}</a>
    </th>
    <td>{applications.join(", ")}</td>
    <td>{messages}</td>
    <td>
      {trouble !== undefined && (
        <span class={`badge ${trouble === "retried" || trouble === "requeued" ? "doubtful" : "bad"}`}>{trouble}</span>
      )}
    </td>
  </tr>
);
