import type { Page } from "../content/model.js";
import { overviewPage } from "../pages/overview.js";
import type { System } from "../system/model.js";

/** Every page of the docs, one after the other, so that not all need to be held at once. */
export function* pagesOf(system: System): Iterable<Page> {
  yield overviewPage(system);
}
