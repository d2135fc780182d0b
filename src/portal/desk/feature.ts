/** The dead-letter desk: what is in dead-letter queues and why, and ways out of them. */
import type { Page } from "../content/model.js";
import type { Feature } from "../live/context.js";
import { deskRoutes } from "./routes.js";

export const deskFeature: Feature = { pages: () => [page], routes: deskRoutes };

const page: Page = {
  address: "live/dead-letters",
  kind: "live",
  title: "Dead letters",
  summary: "What is in the dead-letter queues and why; repair it, put it back where it came from, or discard it.",
  trail: [],
  blocks: [
    {
      kind: "island",
      name: "dead-letters",
      text: "The queues stand here when the portal serves this page to a browser that runs scripts. Without one: npm run warren -- dlq list.",
    },
  ],
};
