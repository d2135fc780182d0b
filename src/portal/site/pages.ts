import type { Page } from "../content/model.js";
import { changesPages } from "../pages/changes.js";
import { contractsPages } from "../pages/contracts.js";
import { flowPages } from "../pages/flow.js";
import { overviewPages } from "../pages/overview.js";
import type { System } from "../system/model.js";

/** Each makes the pages of one kind. In the order in which they are listed to readers. */
const makers: readonly ((system: System) => Iterable<Page>)[] = [overviewPages, flowPages, contractsPages, changesPages];

/** Every page of the docs, one after the other, so that not all need to be held at once. */
export function* pagesOf(system: System): Iterable<Page> {
  for (const make of makers) yield* make(system);
}
