import type { Page } from "../content/model.js";
import { groupFlow } from "../flow/flows.js";
import type { Group, System } from "../system/model.js";
import { applicationHead, applicationRows } from "./applications.js";
import { section, table } from "./parts/blocks.js";
import { messageHead, messageRows } from "./parts/message-rows.js";

/** A page for each folder of applications: who they are, and what passes between them. */
export function* groupPages(system: System): Iterable<Page> {
  for (const group of system.groups) yield groupPage(system, group);
}

function groupPage(system: System, group: Group): Page {
  const { places } = system;
  const { name, applications, apis } = group;
  const own = new Set(applications.map(({ id }) => id));
  const alone = apis.filter(({ id }) => !own.has(id));
  const messages = system.messages.filter((message) => message.group === name);
  return {
    address: places.group(name).to,
    kind: "group",
    title: name,
    summary: `${applications.length} applications and ${messages.length} messages: ${applications
      .slice(0, 5)
      .map(({ id }) => id)
      .join(", ")}${applications.length > 5 ? ", …" : ""}.`,
    trail: [{ kind: "link", to: "applications", text: "Applications" }],
    names: [name],
    blocks: [
      groupFlow(system, group),
      ...section(
        "applications",
        "Applications",
        table(`Applications of ${name}`, applicationHead(system), applicationRows(system, applications)),
      ),
      ...section(
        "apis",
        "HTTP APIs without messages",
        table(
          "HTTP APIs",
          ["HTTP API", "Document"],
          alone.map(({ id }) => [[places.api(id)], [id]]),
        ),
      ),
      ...section("messages", "Messages", table(`Messages of ${name}`, messageHead, messageRows(system, messages))),
    ],
  };
}
