/** Each service, and whether it is ready. */

import type { ServiceNow, ServiceThing } from "../../live/watch/answers.js";
import { pageAt } from "../api.js";
import { useNow } from "../now.js";
import { Scroll } from "../scroll.js";
import { useThings } from "../things.js";

export function Services() {
  const { services, lost } = useNow();
  const things = useThings();
  if (things === undefined) return <p role="status">Asking…</p>;
  return (
    <>
      {lost !== undefined && (
        <p class="note bad" role="status">
          {lost} The page asks again by itself.
        </p>
      )}
      <Scroll label="Services">
        <table>
          <caption>Services, asked every second while this page is open</caption>
          <thead>
            <tr>
              <th scope="col">Service</th>
              <th scope="col">State</th>
              <th scope="col">Lacks</th>
              <th scope="col">Address</th>
            </tr>
          </thead>
          <tbody>
            {things.services.map((service) => (
              <ServiceRow key={service.id} service={service} now={services.get(service.id)} />
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

function ServiceRow({ service: { id, page, url }, now }: { readonly service: ServiceThing; readonly now: ServiceNow | undefined }) {
  return (
    <tr>
      <th scope="row">
        <a href={pageAt(page)}>{id}</a>
      </th>
      <td>
        <State url={url} now={now} />
      </td>
      <td>{now?.lacks.join(", ")}</td>
      <td>{url !== undefined && <code>{url}</code>}</td>
    </tr>
  );
}

function State({ url, now }: { readonly url: string | undefined; readonly now: ServiceNow | undefined }) {
  if (url === undefined) return <span class="badge plain">not known to the portal</span>;
  if (now === undefined) return <span class="badge plain">asking</span>;
  if (now.state === "ready") return <span class={`badge ${now.lacks.length === 0 ? "good" : "doubtful"}`}>ready</span>;
  return <span class="badge bad">{now.state === "away" ? "does not answer" : "not ready"}</span>;
}
