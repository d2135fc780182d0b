/** Brings the portal's pages to life: puts each island into its place. */
import { type ComponentType, render } from "preact";

/** By the name that a page's `island` block has. */
const islands: Readonly<Record<string, ComponentType>> = {};

for (const place of document.querySelectorAll<HTMLElement>("[data-island]")) {
  const Island = islands[place.dataset.island ?? ""];
  if (Island === undefined) continue;
  place.replaceChildren();
  render(<Island />, place);
}
