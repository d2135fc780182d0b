import type { Page } from "../content/model.js";
import { apiPages } from "../pages/apis.js";
import { applicationPages } from "../pages/applications.js";
import { changesPages } from "../pages/changes.js";
import { channelPages } from "../pages/channels.js";
import { contractsPages } from "../pages/contracts.js";
import { exchangePages } from "../pages/exchanges.js";
import { flowPages } from "../pages/flow.js";
import { groupPages } from "../pages/groups.js";
import { listPages } from "../pages/lists.js";
import { messagePages } from "../pages/messages.js";
import { operationPages } from "../pages/operations.js";
import { overviewPages } from "../pages/overview.js";
import { queuePages } from "../pages/queues.js";
import { schemaPages } from "../pages/schemas.js";
import type { System } from "../system/model.js";

/** Each makes the pages of one kind. In the order in which they are listed to readers. */
const makers: readonly ((system: System) => Iterable<Page>)[] = [
  overviewPages,
  flowPages,
  contractsPages,
  changesPages,
  groupPages,
  applicationPages,
  operationPages,
  channelPages,
  messagePages,
  schemaPages,
  queuePages,
  exchangePages,
  apiPages,
  listPages,
];

/** Every page of the docs, one after the other, so that not all need to be held at once. */
export function* pagesOf(system: System): Iterable<Page> {
  for (const make of makers) yield* make(system);
}
