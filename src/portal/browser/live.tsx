/** Brings the portal's pages to life: puts each island into its place, below a line that tells what may be done here. */
import { type ComponentType, render } from "preact";
import { AccessLine, useAccess } from "./access.js";

/** By the name that a page's `island` block has. */
const islands: Readonly<Record<string, ComponentType>> = {};

for (const [at, place] of [...document.querySelectorAll<HTMLElement>("[data-island]")].entries()) {
  const Island = islands[place.dataset.island ?? ""];
  if (Island === undefined) continue;
  place.replaceChildren();
  render(<Living island={Island} isFirst={at === 0} />, place);
}

function Living({ island: Island, isFirst }: { readonly island: ComponentType; readonly isFirst: boolean }) {
  const access = useAccess();
  return (
    <>
      {isFirst && <AccessLine />}
      {access !== "closed" && <Island />}
    </>
  );
}
