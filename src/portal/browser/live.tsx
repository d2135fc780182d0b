/** Brings the portal's pages to life: figures on pictures, each island in its place, and a line that tells what may be done here. */
import { type ComponentType, render } from "preact";
import { AccessLine, useAccess } from "./access.js";
import { Broker } from "./islands/broker.js";
import { DeadLetters } from "./islands/dead-letters.js";
import { Drift } from "./islands/drift.js";
import { Follow } from "./islands/follow.js";
import { Publish } from "./islands/publish.js";
import { Services } from "./islands/services.js";
import { overlayPictures } from "./overlay.js";

/** By the name that a page's `island` block has. */
const islands: Readonly<Record<string, ComponentType>> = {
  broker: Broker,
  "dead-letters": DeadLetters,
  drift: Drift,
  follow: Follow,
  publish: Publish,
  services: Services,
};

/** Those by which something is changed. */
const acting: readonly string[] = ["dead-letters", "publish"];

overlayPictures();

const places = [...document.querySelectorAll<HTMLElement>("[data-island]")];
if (places.length > 0) {
  const line = document.createElement("div");
  document.querySelector("main h1")?.after(line);
  render(<AccessLine acts={places.some(({ dataset }) => acting.includes(dataset.island ?? ""))} />, line);
}
for (const place of places) {
  const Island = islands[place.dataset.island ?? ""];
  if (Island === undefined) continue;
  place.replaceChildren();
  render(<WhereReadable island={Island} />, place);
}

function WhereReadable({ island: Island }: { readonly island: ComponentType }) {
  return useAccess() === "closed" ? null : <Island />;
}
