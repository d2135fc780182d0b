import type { Link, Page } from "../content/model.js";
import type { System } from "../system/model.js";

/** The pages that every page leads to: those that lead to all others, then the portal's own. */
export function menuOf({ apis, changes }: System, live: readonly Page[]): readonly Link[] {
  const entry = (to: string, text: string): Link => ({ kind: "link", to, text });
  return [
    entry("index", "Overview"),
    entry("flow", "Flow"),
    entry("applications", "Applications"),
    entry("messages", "Messages"),
    entry("schemas", "Schemas"),
    entry("queues", "Queues"),
    entry("exchanges", "Exchanges"),
    ...(apis.length > 0 ? [entry("apis", "HTTP APIs")] : []),
    entry("contracts", "Contracts"),
    ...(changes === undefined ? [] : [entry("changes", "Changes")]),
    ...live.map(({ address, title }) => entry(address, title)),
  ];
}
