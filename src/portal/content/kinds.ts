import type { PageKind } from "./model.js";

/** What pages of a kind are called, one and many. In the order in which they are listed. */
export const kinds: Readonly<Record<PageKind, { readonly one: string; readonly many: string }>> = {
  overview: { one: "Overview", many: "Start here" },
  flow: { one: "Flow", many: "Flow" },
  contracts: { one: "Contracts", many: "Contracts" },
  changes: { one: "Changes", many: "Changes" },
  list: { one: "List", many: "Lists" },
  group: { one: "Group", many: "Groups" },
  application: { one: "Application", many: "Applications" },
  operation: { one: "Operation", many: "Operations" },
  channel: { one: "Channel", many: "Channels" },
  message: { one: "Message", many: "Messages" },
  schema: { one: "Schema", many: "Schemas" },
  queue: { one: "Queue", many: "Queues" },
  exchange: { one: "Exchange", many: "Exchanges" },
  api: { one: "HTTP API", many: "HTTP APIs" },
  live: { one: "Live", many: "Live" },
};
