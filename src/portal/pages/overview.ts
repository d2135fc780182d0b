import type { Page } from "../content/model.js";
import type { System } from "../system/model.js";

/** The first page: what there is, group by group. */
export function* overviewPages({ title, groups, places }: System): Iterable<Page> {
  yield {
    address: "index",
    kind: "overview",
    title,
    summary: `What the applications of ${title} send each other, and over which exchanges and queues.`,
    trail: [],
    blocks: groups.map(({ name, applications, apis }) => ({
      kind: "section",
      id: name,
      title: name,
      blocks: [
        { kind: "paragraph", text: [places.group(name)] },
        { kind: "list", items: applications.map(({ id }) => [places.application(id)]) },
        { kind: "list", items: apis.map(({ id }) => [places.api(id)]) },
      ],
    })),
  };
}
